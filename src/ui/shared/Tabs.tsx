import { useId, useState, type ReactNode } from 'react';
import { TabList } from './TabList.tsx';
import styles from './Tabs.module.css';

interface TabsProps<Id extends string> {
  label: string;
  tabs: readonly { id: Id; title: string; content: ReactNode }[];
  first: Id;
}

/** A few views of one thing. */
export function Tabs<Id extends string>({ label, tabs, first }: TabsProps<Id>) {
  const [open, setOpen] = useState(first);
  const base = useId();
  return (
    <>
      <TabList {...{ label, tabs, open, base }} onOpen={setOpen} className={styles.tabs} />
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${open}`}>
        {tabs.find(({ id }) => id === open)?.content}
      </div>
    </>
  );
}
