import styles from "./page.css";
console.log(styles);
