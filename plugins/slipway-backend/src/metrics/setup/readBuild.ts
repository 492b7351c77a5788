// The client of before Micrometer 1.13 has a registry of its own name, which Spring Boot 4 does not take.
const REGISTRY = /micrometer[-.]registry[-.]prometheus(?![-.\w])/;
const SPRING_BOOT = /spring[-.]boot[-.]starter[-.](?!parent\b)\w/;

/**
 * Whether a build puts the Prometheus registry on the class path of the running service; `undefined` where the file leaves
 * that to another: to modules, to a bundle of a version catalog, or to whatever gives it Spring Boot.
 *
 * @param file - `pom.xml`, or a build file of Gradle
 */
export function readBuild(file: string, text: string): boolean | undefined {
  return file === 'pom.xml' ? readMaven(text) : readGradle(text);
}

function readMaven(text: string): boolean | undefined {
  const own = text
    .replace(/<!--[\s\S]*?-->/g, '')
    // What is managed here is versioned, not used.
    .replace(/<dependencyManagement>[\s\S]*?<\/dependencyManagement>/g, '');
  const dependencies = (
    own.match(/<dependency>[\s\S]*?<\/dependency>/g) ?? []
  ).filter(dependency => !/<scope>\s*test\s*</.test(dependency));
  if (dependencies.some(dependency => REGISTRY.test(dependency))) {
    return true;
  }
  const complete =
    !own.includes('<modules>') &&
    dependencies.some(dependency => SPRING_BOOT.test(dependency));
  return complete ? false : undefined;
}

function readGradle(text: string): boolean | undefined {
  const lines = text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
    .split('\n')
    .filter(line => !/^\s*test\w*\b/.test(line));
  if (lines.some(line => REGISTRY.test(line))) {
    return true;
  }
  const complete =
    !lines.some(line => /\bbundles\.|\b(sub|all)projects\b/.test(line)) &&
    lines.some(line => SPRING_BOOT.test(line));
  return complete ? false : undefined;
}
