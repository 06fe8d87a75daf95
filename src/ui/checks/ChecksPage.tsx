import { useEffect } from 'react';
import { checks } from '../../engine/verification/index.ts';
import { Boundary } from '../faults/Boundary.tsx';
import { Mark } from '../topbar/Mark.tsx';
import { ThemeButton } from '../topbar/ThemeButton.tsx';
import { CheckCard } from './CheckCard.tsx';
import { DeviceSection } from './device/DeviceSection.tsx';
import { asksForDevice } from './device/state.ts';
import { Summary } from './Summary.tsx';
import topbar from '../topbar/topbar.module.css';
import styles from './checks.module.css';

export function ChecksPage() {
  // When the browser looked for the anchor there was nothing on the page yet.
  useEffect(() => {
    const { hash } = window.location;
    document.getElementById(asksForDevice(hash) ? 'device' : hash.slice(1))?.scrollIntoView();
  }, []);
  return (
    <>
      <header className={topbar.topbar}>
        <Mark />
        <span className={topbar.tools}>
          <a className={styles.back} href="./">
            Back to the lab
          </a>
          <ThemeButton />
        </span>
      </header>
      <main className={styles.checks}>
        <h2>How we know it is right</h2>
        <p className={styles.intro}>
          Every claim about the accuracy of the finite element model is compared with something
          known exactly: a solution, a coefficient, an invariant. This page makes the comparison
          now, in your browser, with the code that the lab uses. Whether your device computes
          networks correctly is another question: <a href="#device">check it below</a>.
        </p>
        <Boundary what="The summary" className={styles.summary}>
          <Summary />
        </Boundary>
        {checks.map((check) => (
          <Boundary key={check.id} what={`The check “${check.title}”`} className={styles.card}>
            <CheckCard check={check} />
          </Boundary>
        ))}
        <Boundary what="The check of your device" className={styles.card}>
          <DeviceSection />
        </Boundary>
      </main>
    </>
  );
}
