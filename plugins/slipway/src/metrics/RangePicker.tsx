import Button from '@material-ui/core/Button';
import ButtonGroup from '@material-ui/core/ButtonGroup';
import {
  metricsRangeSchema,
  type MetricsRange,
} from '@slipway/plugin-slipway-common';

const NAMES: Record<MetricsRange, string> = {
  '1h': '1 hour',
  '6h': '6 hours',
  '24h': '24 hours',
  '7d': '7 days',
};

export type RangePickerProps = {
  range: MetricsRange;
  onChange: (range: MetricsRange) => void;
};

/** How far back the charts go. */
export const RangePicker = ({ range, onChange }: RangePickerProps) => (
  <ButtonGroup size="small" aria-label="Range of the charts">
    {metricsRangeSchema.options.map(option => (
      <Button
        key={option}
        variant={option === range ? 'contained' : 'outlined'}
        color={option === range ? 'primary' : 'default'}
        aria-pressed={option === range}
        onClick={() => onChange(option)}
      >
        {NAMES[option]}
      </Button>
    ))}
  </ButtonGroup>
);
