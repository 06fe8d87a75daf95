import { useActions } from '../lab/context.ts';
import { Tabs } from '../shared/Tabs.tsx';
import { useLab } from '../state.ts';
import { CiteTab } from './CiteTab.tsx';
import { EmbedTab } from './EmbedTab.tsx';
import { LinkTab } from './LinkTab.tsx';
import { useShare } from './open.ts';

/** Three ways to pass the experiment on. */
export function SharePanel() {
  const { shareLink } = useActions();
  const first = useShare((state) => state.open ?? 'link');
  // The link follows the settings.
  useLab(({ experiment }) => experiment);
  const link = shareLink();
  return (
    <Tabs
      label="Ways to share"
      first={first}
      tabs={[
        { id: 'link', title: 'Link', content: <LinkTab shareLink={shareLink} /> },
        { id: 'embed', title: 'Embed', content: <EmbedTab shareLink={shareLink} /> },
        { id: 'cite', title: 'Cite', content: <CiteTab link={link} /> },
      ]}
    />
  );
}
