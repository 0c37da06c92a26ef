/**
 * Nodes over a day, in steps of ten minutes, under two ways of having them:
 *
 * - `fixed`: a node group of one type, as with the Cluster Autoscaler: a pod that fits nowhere brings another node of the type; a
 *   node goes when less than half of it is asked for and its pods fit elsewhere. The scheduler spreads pods, so few nodes are empty.
 * - `consolidated`: as Karpenter does: a pod that fits nowhere brings the cheapest node that holds all pods that wait; then nodes go,
 *   whose pods fit elsewhere, and a node gives way to a cheaper one that holds its pods.
 *
 * Requests alone decide, as for the real scheduler. Zones are not modelled; that each service has a pod in each zone is (a pod's
 * like are kept apart up to three nodes).
 */
import { daemons, type PodKind } from "./pods";

export interface InstanceType {
  readonly name: string;
  readonly milliCpu: number;
  readonly mebibytes: number;
  readonly usdPerHour: number;
}

interface Node {
  readonly type: InstanceType;
  readonly pods: PodKind[];
}

export interface Day {
  /** Pods of each kind in each step. */
  readonly steps: readonly (readonly (readonly [PodKind, number])[])[];
  readonly minutes: number;
}

export interface Outcome {
  readonly usd: number;
  readonly nodeHours: number;
  readonly most: number;
  readonly least: number;
  /** What is asked for, of what there is to ask for. */
  readonly cpuUse: number;
  readonly memoryUse: number;
  readonly nodesPerStep: readonly number[];
  /** Of usd, by namespace: each pod's larger share of its node's processor or memory, and of what nobody asks for in proportion. */
  readonly usdByNamespace: ReadonlyMap<string, number>;
}

/** What a node leaves to pods: EKS reserves for the kubelet and the system by formulas of its own. */
export function allocatable(type: InstanceType, maxPods = 58): { milliCpu: number; mebibytes: number } {
  const cores = type.milliCpu / 1000;
  const reservedCpu = [60, 10, 5, 5].slice(0, Math.min(cores, 4)).reduce((sum, part) => sum + part, 0) + Math.max(0, cores - 4) * 2.5;
  const reservedMemory = 255 + 11 * maxPods + 100;
  return { milliCpu: type.milliCpu - reservedCpu - daemons.milliCpu, mebibytes: type.mebibytes * 0.93 - reservedMemory - daemons.mebibytes };
}

function used(pods: readonly PodKind[]): { milliCpu: number; mebibytes: number } {
  return { milliCpu: pods.reduce((sum, pod) => sum + pod.milliCpu, 0), mebibytes: pods.reduce((sum, pod) => sum + pod.mebibytes, 0) };
}

function fits(type: InstanceType, pods: readonly PodKind[]): boolean {
  const [room, asked] = [allocatable(type), used(pods)];
  return asked.milliCpu <= room.milliCpu && asked.mebibytes <= room.mebibytes;
}

/** Like pods are kept apart until they are on three nodes: losing one node must not lose a service. */
function crowded(node: Node, pod: PodKind, nodes: readonly Node[]): boolean {
  const holders = nodes.filter(({ pods }) => pods.includes(pod));
  return node.pods.includes(pod) && holders.length < 3;
}

const load = (node: Node) => used(node.pods).milliCpu / allocatable(node.type).milliCpu;

function place(nodes: readonly Node[], pod: PodKind, emptiestFirst: boolean): boolean {
  const candidates = nodes.filter((node) => fits(node.type, [...node.pods, pod]) && !crowded(node, pod, nodes));
  const [best] = [...candidates].sort((a, b) => (emptiestFirst ? load(a) - load(b) : load(b) - load(a)));
  best?.pods.push(pod);
  return best !== undefined;
}

/** Whether the pods of a node fit onto the others; they are put there when they do. */
function emptied(nodes: readonly Node[], gone: Node): Node[] | undefined {
  const rest = nodes.filter((node) => node !== gone).map(({ type, pods }) => ({ type, pods: [...pods] }));
  for (const pod of [...gone.pods].sort((a, b) => b.milliCpu - a.milliCpu)) if (!place(rest, pod, false)) return undefined;
  return rest;
}

function cheapest(types: readonly InstanceType[], pods: readonly PodKind[]): InstanceType | undefined {
  return [...types].sort((a, b) => a.usdPerHour - b.usdPerHour).find((type) => fits(type, pods));
}

function smallestBill(types: readonly InstanceType[], waiting: readonly PodKind[], existing: readonly Node[]): Node[] {
  const nodes: Node[] = [];
  let rest = [...waiting].sort((a, b) => b.milliCpu - a.milliCpu);
  while (rest.length > 0) {
    // As many of those that wait as one node takes, on the type that is the cheapest for each of them.
    const offers = types.map((type) => {
      const taken: PodKind[] = [];
      for (const pod of rest) if (fits(type, [...taken, pod]) && !crowded({ type, pods: taken }, pod, [...existing, ...nodes, { type, pods: taken }])) taken.push(pod);
      return { type, taken, each: type.usdPerHour / Math.max(taken.length, 1e-9) };
    }).filter(({ taken }) => taken.length > 0).sort((a, b) => a.each - b.each || a.type.usdPerHour - b.type.usdPerHour);
    const [offer] = offers;
    if (!offer) throw new Error(`no instance type holds ${rest[0]?.name ?? "a pod"}`);
    const type = cheapest(types, offer.taken) ?? offer.type;
    nodes.push({ type, pods: offer.taken });
    const taken = [...offer.taken];
    rest = rest.filter((pod) => {
      const index = taken.indexOf(pod);
      if (index >= 0) taken.splice(index, 1);
      return index < 0;
    });
  }
  return nodes;
}

export interface Way {
  readonly types: readonly InstanceType[];
  readonly consolidated: boolean;
  /** As few nodes as there have to be for three zones. */
  readonly leastNodes: number;
}

export function simulate(day: Day, way: Way): Outcome {
  let nodes: Node[] = [];
  const counts: number[] = [];
  const byNamespace = new Map<string, number>();
  let [usd, nodeHours, asked, offered, askedMemory, offeredMemory] = [0, 0, 0, 0, 0, 0];
  const hours = day.minutes / 60;
  for (const wanted of day.steps) {
    nodes = step(nodes, wanted, way);
    counts.push(nodes.length);
    for (const node of nodes) {
      const price = node.type.usdPerHour * hours;
      const [room, sum] = [allocatable(node.type), used(node.pods)];
      usd += price;
      nodeHours += hours;
      asked += sum.milliCpu;
      askedMemory += sum.mebibytes;
      offered += room.milliCpu;
      offeredMemory += room.mebibytes;
      const shares = node.pods.map((pod) => Math.max(pod.milliCpu / room.milliCpu, pod.mebibytes / room.mebibytes));
      const whole = shares.reduce((a, b) => a + b, 0);
      node.pods.forEach((pod, index) => byNamespace.set(pod.namespace, (byNamespace.get(pod.namespace) ?? 0) + (price * (shares[index] ?? 0)) / whole));
    }
  }
  return {
    usd, nodeHours, most: Math.max(...counts), least: Math.min(...counts), cpuUse: asked / offered, memoryUse: askedMemory / offeredMemory,
    nodesPerStep: counts, usdByNamespace: byNamespace,
  };
}

function step(before: readonly Node[], wanted: readonly (readonly [PodKind, number])[], way: Way): Node[] {
  let nodes: Node[] = before.map(({ type, pods }) => ({ type, pods: [...pods] }));
  const waiting: PodKind[] = [];
  for (const [pod, count] of wanted) {
    let running = nodes.reduce((sum, { pods }) => sum + pods.filter((one) => one === pod).length, 0);
    // A shrinking set loses pods where there are most of them, as a ReplicaSet does.
    for (; running > count; running--) {
      const [fullest] = [...nodes].sort((a, b) => b.pods.filter((one) => one === pod).length - a.pods.filter((one) => one === pod).length);
      fullest?.pods.splice(fullest.pods.indexOf(pod), 1);
    }
    for (; running < count; running++) if (!place(nodes, pod, !way.consolidated)) waiting.push(pod);
  }
  if (way.consolidated) {
    nodes.push(...smallestBill(way.types, waiting, nodes));
    nodes = consolidate(nodes, way);
  } else {
    const [type] = way.types;
    if (!type) throw new Error("a node group is of one type");
    for (const pod of waiting) {
      if (place(nodes, pod, true)) continue;
      nodes.push({ type, pods: [pod] });
    }
    nodes = scaleDown(nodes, way);
    while (nodes.length < way.leastNodes) nodes.push({ type, pods: [] });
  }
  return nodes;
}

function scaleDown(nodes: Node[], way: Way): Node[] {
  // One node in ten minutes: the autoscaler's own delay.
  const idle = nodes.filter((node) => load(node) < 0.5).sort((a, b) => load(a) - load(b));
  for (const node of idle) {
    const rest = nodes.length > way.leastNodes ? emptied(nodes, node) : undefined;
    if (rest) return rest;
  }
  return nodes;
}

/** Karpenter's own budget: a tenth of the nodes at once, but one; every five minutes. So two in a step. */
const movesInStep = 2;

function consolidate(nodes: Node[], way: Way): Node[] {
  let current = nodes.filter(({ pods }) => pods.length > 0);
  for (let move = 0; move < movesInStep; move++) {
    if (current.length <= way.leastNodes) break;
    const rest = [...current].sort((a, b) => load(a) - load(b)).map((node) => emptied(current, node)).find((found) => found !== undefined);
    if (!rest) break;
    current = rest;
  }
  return current.map((node) => {
    const type = cheapest(way.types, node.pods);
    return type && type.usdPerHour < node.type.usdPerHour ? { type, pods: node.pods } : node;
  });
}
