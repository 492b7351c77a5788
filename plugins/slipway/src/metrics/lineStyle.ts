import { type Theme } from '@material-ui/core/styles';

const DASHES = ['', '6 3', '2 2', '8 3 2 3'];

/** How the line of an index looks: lines differ by dashes too, not by colour alone. */
export function lineStyle(theme: Theme, index: number) {
  const { primary, status, text } = theme.palette;
  const colours = [
    primary.main,
    status.warning,
    status.error,
    status.ok,
    text.secondary,
  ];
  return {
    stroke: colours[index % colours.length],
    strokeDasharray: DASHES[index % DASHES.length],
  };
}
