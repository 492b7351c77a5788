export interface Config {
  slipway?: {
    /** Full drift checks: what holds for the whole portal. How often a stack is checked is set for each environment. */
    drift?: {
      /** Terraform processes that check at a time in one replica of the portal; 2 without it. */
      processes?: number;
      /** Days that drift which has ended is remembered; 180 without it. */
      retentionDays?: number;
    };
    /** What is measured beside the numbers that every service has. */
    metrics?: {
      /**
       * Charts of your own on the tab of every service, by id. Slipway adds the label of the service to every selector of
       * the query; one that it cannot bind in full keeps the backend from starting.
       */
      queries?: {
        [id: string]: {
          title: string;
          unit: 'requests-per-second' | 'ratio' | 'seconds' | 'bytes' | 'count';
          /** PromQL without the label `ecs_service`. */
          promql: string;
        };
      };
    };
  };
}
