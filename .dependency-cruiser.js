// The ladder of folders: domain <- storage <- {pipelines, lti} <- src. See ARCHITECTURE.md.
const product = '^(domain|storage|pipelines|lti|src|web)/';
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: `${product.slice(0, -1)}/|^(sandbox|fixtures|test)/`, pathNot: `^(${allowed.join('|')})/` },
});

export default {
  forbidden: [
    only('domain-imports-nothing-of-ours', 'domain', ['domain']),
    only('storage-imports-domain', 'storage', ['storage', 'domain']),
    only('pipelines-import-storage-and-domain', 'pipelines', ['pipelines', 'storage', 'domain']),
    only('lti-imports-storage-and-domain', 'lti', ['lti', 'storage', 'domain']),
    only('src-imports-the-product', 'src', [
      'src',
      'domain',
      'storage',
      'pipelines',
      'lti',
      'fixtures',
      'sandbox',
    ]),
    only('web-imports-domain', 'web', ['web', 'domain']),
    only('sandbox-stands-alone', 'sandbox', ['sandbox']),
    {
      name: 'only-the-demo-meets-the-sandbox-and-the-fixtures',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli/demo|demo/)' },
      to: { path: '^(sandbox|fixtures)/' },
    },
    {
      name: 'one-file-knows-fluent-ffmpeg',
      severity: 'error',
      from: { pathNot: '^pipelines/media/ffmpeg\\.ts$' },
      to: { path: 'node_modules/fluent-ffmpeg' },
    },
    {
      name: 'express-and-multer-live-in-src',
      severity: 'error',
      from: { path: '^(domain|storage|pipelines|lti|web)/' },
      to: { path: 'node_modules/(express|multer)/' },
    },
    {
      name: 'domain-has-no-effects',
      severity: 'error',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(util|buffer)$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
