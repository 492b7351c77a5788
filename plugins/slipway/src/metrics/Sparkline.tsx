import { useTheme } from '@material-ui/core/styles';
import { Line, LineChart, YAxis } from 'recharts';

import { SPARKLINE } from './sparklineSize';

/** A line without axes; what it shows is said beside it. */
export const Sparkline = ({ points }: { points: (number | null)[] }) => {
  const theme = useTheme();
  return (
    <LineChart
      width={SPARKLINE.width}
      height={SPARKLINE.height}
      data={points.map(value => ({ value }))}
      margin={{ top: 2, right: 2, bottom: 2, left: 2 }}
      accessibilityLayer={false}
    >
      <YAxis hide domain={[0, 'dataMax']} />
      <Line
        dataKey="value"
        dot={false}
        stroke={theme.palette.primary.main}
        strokeWidth={1.5}
        isAnimationActive={false}
      />
    </LineChart>
  );
};
