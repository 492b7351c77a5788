import { majorVersions, type MajorVersion } from './engineVersions';

const NAMESPACE = 'http://rds.amazonaws.com/doc/2014-10-31/';

/** Answer of `DescribeDBMajorEngineVersions`, which moto does not have. */
export function describeMajorVersions(form: URLSearchParams): string {
  const asked = form.get('MajorEngineVersion');
  const entries = versionsFor(form)
    .filter(({ major }) => !asked || asked === major)
    .map(
      ({ major, lifecycles }) =>
        `<DBMajorEngineVersion><Engine>postgres</Engine><MajorEngineVersion>${major}</MajorEngineVersion><SupportedEngineLifecycles>${lifecycles
          .map(
            ({ name, start, end }) =>
              `<SupportedEngineLifecycle><LifecycleSupportName>${name}</LifecycleSupportName><LifecycleSupportStartDate>${start}T00:00:00Z</LifecycleSupportStartDate><LifecycleSupportEndDate>${end}T23:59:59.999Z</LifecycleSupportEndDate></SupportedEngineLifecycle>`,
          )
          .join('')}</SupportedEngineLifecycles></DBMajorEngineVersion>`,
    );
  return answer(
    'DescribeDBMajorEngineVersions',
    `<DBMajorEngineVersions>${entries.join('')}</DBMajorEngineVersions>`,
  );
}

/** Answer of `DescribeDBEngineVersions`, which moto does not have. */
export function describeVersions(form: URLSearchParams): string {
  const asked = form.get('EngineVersion');
  const entries = versionsFor(form).flatMap(({ major, minors }) =>
    (form.get('DefaultOnly') === 'true' ? minors.slice(-1) : minors)
      .filter(minor => !asked || asked === major || asked === minor)
      .map(
        minor =>
          `<DBEngineVersion><Engine>postgres</Engine><MajorEngineVersion>${major}</MajorEngineVersion><EngineVersion>${minor}</EngineVersion><DBParameterGroupFamily>postgres${major}</DBParameterGroupFamily><DBEngineDescription>PostgreSQL</DBEngineDescription><DBEngineVersionDescription>PostgreSQL ${minor}</DBEngineVersionDescription><Status>available</Status></DBEngineVersion>`,
      ),
  );
  return answer(
    'DescribeDBEngineVersions',
    `<DBEngineVersions>${entries.join('')}</DBEngineVersions>`,
  );
}

function versionsFor(form: URLSearchParams): MajorVersion[] {
  const engine = form.get('Engine');
  return !engine || engine === 'postgres' ? majorVersions : [];
}

function answer(action: string, result: string): string {
  return `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata></${action}Response>`;
}
