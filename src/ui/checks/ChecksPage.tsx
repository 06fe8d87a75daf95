import { useEffect } from 'react';
import { checks } from '../../engine/verification/index.ts';
import { Boundary } from '../faults/Boundary.tsx';
import { Mark } from '../topbar/Mark.tsx';
import { ThemeButton } from '../topbar/ThemeButton.tsx';
import { CheckCard } from './CheckCard.tsx';
import { DeviceSection } from './device/DeviceSection.tsx';
import { asksForDevice } from './device/state.ts';
import { Summary } from './Summary.tsx';

export function ChecksPage() {
  // When the browser looked for the anchor there was nothing on the page yet.
  useEffect(() => {
    const { hash } = window.location;
    document.getElementById(asksForDevice(hash) ? 'device' : hash.slice(1))?.scrollIntoView();
  }, []);
  return (
    <>
      <header className="topbar">
        <Mark />
        <span className="topbar-tools">
          <a className="checks-back" href="./">
            Back to the lab
          </a>
          <ThemeButton />
        </span>
      </header>
      <main className="checks">
        <h2>How we know it is right</h2>
        <p className="checks-intro">
          Every claim about the accuracy of the finite element model is compared with something
          known exactly: a solution, a coefficient, an invariant. This page makes the comparison
          now, in your browser, with the code that the lab uses. Whether your device computes
          networks correctly is another question: <a href="#device">check it below</a>.
        </p>
        <Boundary what="The summary" className="checks-summary">
          <Summary />
        </Boundary>
        {checks.map((check) => (
          <Boundary key={check.id} what={`The check “${check.title}”`} className="check-card">
            <CheckCard check={check} />
          </Boundary>
        ))}
        <Boundary what="The check of your device" className="check-card">
          <DeviceSection />
        </Boundary>
      </main>
    </>
  );
}
