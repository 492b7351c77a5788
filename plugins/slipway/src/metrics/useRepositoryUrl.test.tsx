import { type ReactNode } from 'react';
import { renderHook } from '@testing-library/react';
import {
  ScmIntegrationsApi,
  scmIntegrationsApiRef,
} from '@backstage/integration-react';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { mockApis, TestApiProvider } from '@backstage/test-utils';
import { entity } from '../__testUtils__/fixtures';
import { useRepositoryUrl } from './useRepositoryUrl';

const integrations = ScmIntegrationsApi.fromConfig(mockApis.config());

function urlsOf(annotations: Record<string, string>) {
  const changed = {
    ...entity,
    metadata: { ...entity.metadata, annotations },
  };
  const wrapper = ({ children }: { children: ReactNode }) => (
    <TestApiProvider apis={[[scmIntegrationsApiRef, integrations]]}>
      <EntityProvider entity={changed}>{children}</EntityProvider>
    </TestApiProvider>
  );
  const { result } = renderHook(() => useRepositoryUrl(), { wrapper });
  return { file: result.current('pom.xml'), root: result.current() };
}

describe('useRepositoryUrl', () => {
  it.each([
    [
      {
        'backstage.io/source-location': 'url:https://github.com/a/b/tree/main/',
      },
      {
        file: 'https://github.com/a/b/tree/main/pom.xml',
        root: 'https://github.com/a/b/tree/main/',
      },
    ],
    [
      { 'backstage.io/source-location': 'file:/srv/repositories/b/' },
      undefined,
    ],
    [{ 'backstage.io/source-location': 'url:javascript:alert(1)' }, undefined],
    [
      { 'backstage.io/source-location': 'url:http://git.example/b/' },
      undefined,
    ],
    [{ 'backstage.io/source-location': 'nonsense' }, undefined],
    [{}, undefined],
  ])('of %j is %j', (annotations, urls) => {
    expect(urlsOf(annotations as Record<string, string>)).toEqual(
      urls ?? { file: undefined, root: undefined },
    );
  });
});
