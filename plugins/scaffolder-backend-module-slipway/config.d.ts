export interface Config {
  slipway?: {
    /**
     * Folder where services are published as local git repositories where no GitHub is configured; relative to the folder
     * that the backend is started in. The catalog reads `<folder>/{name}/catalog-info.yaml` from it.
     */
    localRepositories?: string;
  };
}
