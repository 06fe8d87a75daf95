import { showLessonList } from '../lessons/open.ts';
import { Icon } from '../shared/Icon.tsx';
import styles from './topbar.module.css';

export function LessonsButton() {
  return (
    <button type="button" className={styles.lessons} onClick={() => showLessonList()}>
      <Icon name="book" />
      <span className={styles.lessonsWord}>Lessons</span>
    </button>
  );
}
