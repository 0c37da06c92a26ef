// Every alert leads to a page that exists and is about it; every command on a page is one that there is.
import fs from 'node:fs';
import path from 'node:path';
import { folders, text } from './tree.mjs';
import { rules } from './metric-use.mjs';
import { ROOT } from './tools.mjs';

/**
 * @typedef {import('./world.mjs').World} World
 * @typedef {import('./tree.mjs').Finding} Finding
 */

const BASE = 'https://git.spillway.example/spillway/src/main/docs/runbooks/';
const SECTIONS = ['## What you see', '## Why', '## What to do', '## How you know'];

/** @type {(world: World) => Finding[]} */
export function everyAlertHasARunbook(world) {
  return rules(world)
    .filter(({ rule }) => text(rule, 'alert') !== '')
    .flatMap(({ rendered, rule }) => {
      const alert = text(rule, 'alert');
      const url = text(rule, 'annotations.runbook_url');
      const page = world.runbooks.get(url.slice(BASE.length));
      const found = [
        ...(url.startsWith(BASE) && page !== undefined ? [] : [`runbook ${url || '(none)'} does not exist`]),
        ...(page === undefined || page.includes(`\`${alert}\``) ? [] : ['its runbook does not name it']),
        ...(['page', 'ticket'].includes(text(rule, 'labels.severity')) ? [] : ['has no severity']),
        ...(text(rule, 'annotations.summary') ? [] : ['says nothing']),
      ];
      return found.map((what) => ({ where: `${rendered.path}: ${alert}`, what }));
    });
}

/** Pages have the same four parts, and name no alert that there is not. @type {(world: World) => Finding[]} */
export function pagesAreComplete(world) {
  const alerts = new Set(rules(world).map(({ rule }) => text(rule, 'alert')));
  return [...world.runbooks].flatMap(([file, page]) => {
    if (file === 'README.md') {
      return [...world.runbooks.keys()].filter((it) => it !== file && !page.includes(`(${it})`)).map((it) => ({ where: file, what: `does not list ${it}` }));
    }
    const named = /^Alerts?: (.*)$/m.exec(page)?.[1] ?? '';
    return [
      ...SECTIONS.filter((it) => !page.includes(`\n${it}`)).map((it) => ({ where: file, what: `has no "${it}"` })),
      ...[...named.matchAll(/`(\w+)`/g)].map((it) => it[1] ?? '').filter((it) => !alerts.has(it)).map((it) => ({ where: file, what: `there is no alert ${it}` })),
    ];
  });
}

/** Programs, and of those with subcommands which; undefined: any arguments. @type {Record<string, string[] | undefined>} */
const COMMANDS = {
  kubectl: ['get', 'describe', 'logs', 'top', 'exec', 'port-forward', 'annotate', 'label', 'patch', 'apply', 'delete', 'cordon', 'drain', 'rollout', 'create', 'wait', 'scale', 'events', 'argo'],
  'kubectl argo rollouts': ['get', 'abort', 'retry', 'promote', 'undo', 'pause', 'status', 'restart'],
  argocd: ['app', 'cluster', 'appset', 'proj'],
  'argocd app': ['get', 'sync', 'diff', 'history', 'wait', 'list', 'set', 'delete'],
  'argocd cluster': ['add', 'list', 'set', 'rm'],
  git: ['revert', 'log', 'push', 'switch', 'commit', 'add', 'diff', 'show', 'pull'],
  aws: ['rds', 'secretsmanager', 'elasticache', 'kafka', 'eks', 'ec2', 'sqs', 'kms'],
  'aws rds': ['describe-db-clusters', 'failover-db-cluster', 'failover-global-cluster', 'switchover-global-cluster', 'describe-global-clusters', 'restore-db-cluster-to-point-in-time', 'wait', 'describe-events', 'create-db-instance'],
  'aws secretsmanager': ['get-secret-value', 'put-secret-value', 'rotate-secret', 'describe-secret'],
  'aws elasticache': ['describe-replication-groups', 'test-failover', 'describe-events'],
  'aws kafka': ['list-clusters-v2', 'describe-cluster-v2', 'get-bootstrap-brokers', 'list-nodes'],
  'aws eks': ['update-kubeconfig', 'describe-cluster'],
  pulumi: ['up', 'preview', 'stack', 'refresh'],
  helm: ['upgrade', 'list', 'history', 'status'],
  psql: undefined,
  curl: undefined,
  cd: undefined,
  npm: ['ci', 'test', 'run'],
  k6: ['run'],
  node: undefined,
  'kafka-consumer-groups.sh': undefined,
  'kafka-console-consumer.sh': undefined,
  'kafka-topics.sh': undefined,
  cockroach: ['sql', 'node'],
  'valkey-cli': undefined,
  hydra: ['create', 'get', 'list', 'rotate', 'keys'],
};

/** `./spillway` has these, by its own source. */
export function spillwayCommands() {
  const folder = path.join(ROOT, 'cli/src/main/java/dev/spillway/cli');
  return fs.readdirSync(folder).filter((it) => it.endsWith('Command.java')).flatMap((it) => [.../@Command\(\s*name = "([a-z-]+)"/.exec(fs.readFileSync(path.join(folder, it), 'utf8')) ?? []].slice(1));
}

/**
 * The commands of a page: lines of its `sh` blocks, continued lines joined, pipes taken apart.
 * @param {string} page
 */
export function commands(page) {
  const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map((it) => it[1] ?? '');
  return blocks
    .flatMap((it) => it.replace(/\s*\\\n\s*/g, ' ').split('\n'))
    .map((it) => it.replace(/(^|\s)#.*$/, '').trim())
    .filter((it) => it !== '');
}

/** Tables of the services, by their migrations. */
function tables() {
  return ['wallet', 'giveaway'].flatMap((service) => {
    const folder = path.join(ROOT, `services/${service}/src/main/resources/db/migration`);
    return fs.readdirSync(folder).flatMap((it) => [...fs.readFileSync(path.join(folder, it), 'utf8').matchAll(/CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)/g)].map((found) => found[1] ?? ''));
  });
}

/** SQL asks for tables that there are. @param {string} command */
function sqlFinding(command) {
  const asked = [...command.matchAll(/\b(?:FROM|JOIN|UPDATE|INTO) ([a-z_]+)/g)].map((it) => it[1] ?? '');
  const missing = asked.find((it) => !it.startsWith('pg_') && !tables().includes(it));
  return missing && `there is no table ${missing}`;
}

/**
 * What is wrong with a command; undefined when it is one that there is.
 * @param {string} command
 * @param {string[]} ours
 * @returns {string | undefined}
 */
export function commandFinding(command, ours) {
  for (const part of withoutQuotes(command).split(/\s(?:\||&&)\s/)) {
    const words = part.replace(/^([A-Z_]+=\S*\s+)+/, '').trim().split(/\s+/);
    const [program = ''] = words;
    if (/^[A-Z_]+=/.test(program)) {
      continue;
    }
    if (program === './spillway') {
      if (!ours.includes(words[1] ?? '')) {
        return `./spillway has no ${words[1]}`;
      }
      continue;
    }
    if (program.startsWith('k8s/scripts/')) {
      if (!fs.existsSync(path.join(ROOT, program))) {
        return `${program} is not there`;
      }
      continue;
    }
    if (!(program in COMMANDS) && !['sort', 'jq', 'grep', 'head', 'tail', 'base64', 'openssl'].includes(program)) {
      return `nobody knows ${program}`;
    }
    const wrong = subcommand(words) ?? references(words);
    if (wrong) {
      return wrong;
    }
  }
  return undefined;
}

/** @type {(words: string[]) => string | undefined} */
function subcommand(words) {
  let prefix = words[0] ?? '';
  for (const word of words.slice(1).filter((it) => !it.startsWith('-'))) {
    const known = COMMANDS[prefix];
    if (!known) {
      return undefined;
    }
    if (prefix === 'kubectl argo') {
      return word === 'rollouts' ? subcommand([`${prefix} rollouts`, ...words.slice(words.indexOf(word) + 1)]) : `${prefix} has no ${word}`;
    }
    if (!known.includes(word)) {
      return `${prefix} has no ${word}`;
    }
    prefix = `${prefix} ${word}`;
    if (prefix === 'kubectl argo') {
      COMMANDS[prefix] = ['rollouts'];
    }
  }
  return undefined;
}

/** Folders of ours that a command leads to, contexts that are clusters. @param {string[]} words */
function references(words) {
  for (const [i, word] of words.entries()) {
    if (/^(\.\/)?k8s\//.test(word) && !word.includes('NAME') && !fs.existsSync(path.join(ROOT, word))) {
      return `${word} is not there`;
    }
    const context = word === '--context' ? words[i + 1] : /^--context=(.*)$/.exec(word)?.[1];
    if (context !== undefined && !/^[A-Z]+$/.test(context) && !folders('clusters').includes(context)) {
      return `there is no cluster ${context}`;
    }
  }
  return undefined;
}

/** @param {string} command */
function withoutQuotes(command) {
  return command.replace(/'[^']*'|"[^"]*"|\$\([^)]*\)/g, 'QUOTED');
}

/** @type {(world: World) => Finding[]} */
export function commandsExist(world) {
  const ours = spillwayCommands();
  const guides = path.join(ROOT, 'docs/guides');
  const pages = new Map(world.runbooks);
  for (const name of fs.existsSync(guides) ? fs.readdirSync(guides) : []) {
    pages.set(`../guides/${name}`, fs.readFileSync(path.join(guides, name), 'utf8'));
  }
  return [...pages].flatMap(([file, page]) => commands(page).flatMap((it) => {
    const what = commandFinding(it, ours) ?? (it.startsWith('psql') ? sqlFinding(it) : undefined);
    return what ? [{ where: file, what: `${what}: ${it}` }] : [];
  }));
}

/** Links within the pages lead somewhere. @type {(world: World) => Finding[]} */
export function linksLeadSomewhere(world) {
  return [...world.runbooks].flatMap(([file, page]) =>
    [...page.matchAll(/\]\((?!https?:)([^)#]+)(#[^)]*)?\)/g)]
      .map((it) => it[1] ?? '')
      .filter((it) => !fs.existsSync(path.join(ROOT, 'docs/runbooks', it)))
      .map((it) => ({ where: file, what: `leads to ${it}, which is not there` })),
  );
}

