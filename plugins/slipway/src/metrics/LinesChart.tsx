import { useTheme } from '@material-ui/core/styles';
import {
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import {
  type MetricsChart,
  type MetricsHistory,
} from '@slipway/plugin-slipway-common';
import { formatTick, formatValue } from './formatValue';
import { lineStyle } from './lineStyle';
import { type RolloutMark } from './rolloutMarks';
import { timelineRows } from './timeline';

const DAY = 24 * 3_600 * 1_000;
const AXIS_WIDTH = 72;
const FONT_SIZE = 12;

/** A moment of the axis: with the day where the axis is longer than one. */
function formatMoment(at: number, length: number): string {
  const options: Intl.DateTimeFormatOptions =
    length > DAY
      ? { month: 'short', day: 'numeric' }
      : { hour: '2-digit', minute: '2-digit' };
  return new Date(at).toLocaleString(undefined, options);
}

export type LinesChartProps = {
  chart: MetricsChart;
  history: MetricsHistory;
  marks: readonly RolloutMark[];
  height: number;
};

/** The lines of a chart over time, with a mark where a rollout began. */
export const LinesChart = (props: LinesChartProps) => {
  const { chart, history, marks, height } = props;
  const theme = useTheme();
  const { text, divider, background, status } = theme.palette;
  const from = Date.parse(history.from);
  const to = Date.parse(history.to);
  return (
    <ResponsiveContainer width="100%" height={height}>
      <LineChart
        data={timelineRows(chart, history)}
        margin={{ top: 16, right: 16, bottom: 0, left: 0 }}
        accessibilityLayer
      >
        <CartesianGrid stroke={divider} vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={[from, to]}
          tickFormatter={at => formatMoment(at, to - from)}
          tick={{ fill: text.secondary, fontSize: FONT_SIZE }}
          stroke={divider}
          minTickGap={24}
        />
        <YAxis
          width={AXIS_WIDTH}
          tickFormatter={value => formatTick(value, chart.unit)}
          allowDecimals={chart.unit !== 'count'}
          tick={{ fill: text.secondary, fontSize: FONT_SIZE }}
          stroke={divider}
          domain={[0, 'auto']}
        />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={at => new Date(Number(at)).toLocaleString()}
          formatter={value => formatValue(Number(value), chart.unit)}
          contentStyle={{
            background: background.paper,
            borderColor: divider,
            color: text.primary,
          }}
        />
        {chart.series.length > 1 && (
          <Legend wrapperStyle={{ fontSize: FONT_SIZE }} />
        )}
        {marks.map(({ id, at, until = at, failed }) => (
          <ReferenceArea
            key={id}
            x1={Math.max(at, from)}
            x2={Math.min(until, to)}
            fill={failed ? status.error : text.secondary}
            fillOpacity={0.15}
            ifOverflow="hidden"
          />
        ))}
        {marks.map(mark => (
          <ReferenceLine
            key={mark.id}
            x={Math.max(mark.at, from)}
            stroke={mark.failed ? status.error : text.secondary}
            strokeDasharray="4 4"
            label={
              mark.anchor
                ? {
                    value: mark.text,
                    position: 'top',
                    textAnchor: mark.anchor,
                    fill: text.secondary,
                    fontSize: FONT_SIZE,
                  }
                : undefined
            }
          />
        ))}
        {chart.series.map(({ name }, line) => (
          <Line
            key={name}
            dataKey={line}
            name={name}
            dot={false}
            strokeWidth={2}
            isAnimationActive={false}
            {...lineStyle(theme, line)}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
};
