import styles from './share.module.css';

interface BoxProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** A choice that is on or off. */
export const Box = ({ label, checked, onChange }: BoxProps) => (
  <label className={styles.box}>
    <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
    <span>{label}</span>
  </label>
);
