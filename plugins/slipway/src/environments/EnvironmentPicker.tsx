import FormControl from '@material-ui/core/FormControl';
import FormHelperText from '@material-ui/core/FormHelperText';
import InputLabel from '@material-ui/core/InputLabel';
import MenuItem from '@material-ui/core/MenuItem';
import Select from '@material-ui/core/Select';
import { type FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { type EnvironmentSummary } from '@slipway/plugin-slipway-common';
import { useEnvironments } from './useEnvironments';

/** Options of the field, under `ui:options` of a template. */
export type EnvironmentPickerOptions = {
  /** Offer only environments that can hold services: those with a platform. */
  provisionedOnly?: boolean;
};

export type EnvironmentPickerProps = FieldExtensionComponentProps<
  string,
  EnvironmentPickerOptions
>;

function describe({ name, region, accountId }: EnvironmentSummary): string {
  return `${name} (${region}, account ${accountId})`;
}

/** A field of a template's form that offers the configured environments. */
export const EnvironmentPicker = (props: EnvironmentPickerProps) => {
  const { formData, onChange, schema, uiSchema, idSchema } = props;
  const { environments, problem } = useEnvironments();
  const provisionedOnly = uiSchema?.['ui:options']?.provisionedOnly === true;
  const isOffered = ({ provisioned }: EnvironmentSummary) =>
    !provisionedOnly || (provisioned?.platform ?? true);

  const id = idSchema?.$id ?? 'slipway-environment';
  const errors = props.rawErrors ?? [];
  const known = environments?.some(({ name }) => name === formData);
  const help = [
    ...errors,
    ...(problem ? [problem.message, problem.remedy] : []),
    ...(environments?.length === 0
      ? ['No environment is configured under slipway.environments']
      : []),
    ...(environments && formData && !known
      ? [`The environment ${formData} is not configured`]
      : []),
  ];
  return (
    <FormControl
      fullWidth
      margin="normal"
      required={props.required}
      error={help.length > 0}
      disabled={props.disabled || environments === undefined}
    >
      <InputLabel id={`${id}-label`}>
        {schema?.title ?? 'Environment'}
      </InputLabel>
      <Select
        labelId={`${id}-label`}
        id={id}
        value={known ? formData : ''}
        onChange={event => onChange(String(event.target.value))}
        inputProps={{ 'aria-describedby': `${id}-help` }}
      >
        {(environments ?? []).map(environment => (
          <MenuItem
            key={environment.name}
            value={environment.name}
            disabled={!isOffered(environment)}
          >
            {describe(environment)}
            {!isOffered(environment) && ' – create the environment first'}
          </MenuItem>
        ))}
      </Select>
      <FormHelperText id={`${id}-help`}>
        {help.length > 0 ? help.join('. ') : schema?.description}
      </FormHelperText>
    </FormControl>
  );
};
