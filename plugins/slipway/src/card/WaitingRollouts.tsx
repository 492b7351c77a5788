import { Link } from '@backstage/core-components';
import { type Deployments } from '@slipway/plugin-slipway-common';
import { hookWait } from '../deployments/rolloutWords';

/** Whether a rollout waits at one of its hooks. */
export function isWaiting({ services }: Deployments): boolean {
  return services.some(({ rollout }) => rollout?.waitsAt);
}

export type WaitingRolloutsProps = {
  deployments: Deployments;
  /** The deployments in the tab, where one decides; absent where no tab is installed. */
  href?: string;
};

/** For whom each rollout waits, until when and what happens then, with the way to the decision. */
export const WaitingRollouts = (props: WaitingRolloutsProps) => {
  const { deployments, href } = props;
  const waits = deployments.services.flatMap(({ name, rollout }) => {
    const wait = rollout?.waitsAt && hookWait(rollout.waitsAt);
    return wait ? [{ name, wait }] : [];
  });
  return (
    <>
      {waits.map(({ name, wait }) => (
        <span key={name}>
          {deployments.services.length > 1 && `${name}: `}
          Waits for {wait}.{' '}
        </span>
      ))}
      {href && <Link to={href}>See what it waits for</Link>}
    </>
  );
};
