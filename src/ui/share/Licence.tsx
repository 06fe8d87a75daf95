import * as packageJson from '../../../package.json';
import { software } from './citation.ts';

// All of the namespace, of which the build keeps this name only.
const { repository }: { version: string; repository?: string } = packageJson;

/** The licence of the page and of what it contains, and its source code where the package says where that is. */
export const Licence = () => (
  <p>
    <span>Slimwave is free software under </span>
    <a href="./LICENSE.txt" target="_blank" rel="noreferrer">
      <span>{software.licence}</span>
    </a>
    <span>. </span>
    <a href="./third-party-notices.txt" target="_blank" rel="noreferrer">
      Licences of what it contains
    </a>
    {repository !== undefined && (
      <>
        <span> · </span>
        <a href={repository} target="_blank" rel="noreferrer">
          Source code
        </a>
      </>
    )}
    <span> (in new tabs)</span>
  </p>
);
