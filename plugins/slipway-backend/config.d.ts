export interface Config {
  slipway?: {
    /** Full drift checks: what holds for the whole portal. How often a stack is checked is set for each environment. */
    drift?: {
      /** Terraform processes that check at a time in one replica of the portal; 2 without it. */
      processes?: number;
      /** Days that drift which has ended is remembered; 180 without it. */
      retentionDays?: number;
    };
  };
}
