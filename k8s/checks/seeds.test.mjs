// A check that catches nothing is worse than none: each of these mistakes has to be refused, by the check that it is for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHECKS } from './checks.mjs';
import { schemaFindings } from './schemas.mjs';
import { MISTAKES } from './seeds.mjs';
import { loadWorld } from './world.mjs';

const sound = await loadWorld();

/** @param {(typeof MISTAKES)[number]} mistake */
function seeded(mistake) {
  const world = { ...sound, rendered: structuredClone(sound.rendered), properties: structuredClone(sound.properties), runbooks: structuredClone(sound.runbooks) };
  mistake.seed(world);
  return world;
}

test('there are mistakes enough, and each of its own name', () => {
  assert.ok(MISTAKES.length >= 40);
  assert.equal(new Set(MISTAKES.map((it) => it.name)).size, MISTAKES.length);
});

test('every check has a mistake that it catches', () => {
  // What is in files cannot be seeded in a rendered tree; secrets.test.mjs has its examples, links are a file's too.
  const without = ['no secret in files', 'links lead somewhere'];
  const caught = new Set(MISTAKES.map((it) => it.check));
  assert.deepEqual(Object.keys(CHECKS).filter((it) => !caught.has(it) && !without.includes(it)), []);
});

const before = new Set(sound.rendered.flatMap((it) => it.manifests).map((it) => JSON.stringify(it)));
const ofSchema = MISTAKES.filter((it) => it.check === 'schema').map((mistake) => ({
  mistake,
  manifest: seeded(mistake).rendered.flatMap((it) => it.manifests).find((it) => !before.has(JSON.stringify(it))),
}));
const refused = await schemaFindings(ofSchema.flatMap(({ manifest }) => (manifest ? [manifest] : [])));

ofSchema.forEach(({ mistake, manifest }, i) => {
  test(`refused by the schema: ${mistake.name}`, () => {
    assert.ok(manifest, 'the mistake changes nothing');
    assert.ok((refused[i] ?? []).length > 0, 'nobody noticed');
  });
});

for (const mistake of MISTAKES.filter((it) => it.check !== 'schema')) {
  test(`refused by "${mistake.check}": ${mistake.name}`, () => {
    const check = CHECKS[mistake.check];
    assert.ok(check, 'there is no such check');
    const known = new Set(check(sound).map((it) => `${it.where} ${it.what}`));
    const found = check(seeded(mistake)).filter((it) => !known.has(`${it.where} ${it.what}`));
    assert.ok(found.length > 0, 'nobody noticed');
  });
}
