/**
 * What pods ask for. k8s/ decides it; this is the same written as types, so that the model runs without rendering anything, and a
 * test compares both whenever k8s/ is there.
 */
import type { EnvironmentName } from "../estate/inventory";

export interface PodKind {
  readonly name: string;
  readonly namespace: string;
  readonly milliCpu: number;
  readonly mebibytes: number;
  /** Which pool of Karpenter's: what may be interrupted, and what must not. */
  readonly pool: "services" | "steady";
}

/** The mesh's proxy beside each of our pods. */
const sidecar = { milliCpu: 100, mebibytes: 128 };
export const servicePod = { milliCpu: 500, mebibytes: 512 };
const service = (name: string): PodKind => ({ name, namespace: name, milliCpu: servicePod.milliCpu + sidecar.milliCpu, mebibytes: servicePod.mebibytes + sidecar.mebibytes, pool: "services" });
export const wallet = service("wallet");
export const giveaway = service("giveaway");

const steady = (namespace: string, name: string, milliCpu: number, mebibytes: number): PodKind => ({ name, namespace, milliCpu, mebibytes, pool: "steady" });

/** Beside the services, in each cluster that runs them: how many of what. */
export const platformOfServices: readonly (readonly [PodKind, number])[] = [
  [steady("hydra", "hydra", 100, 128), 2],
  [steady("ingress", "tunnel", 200, 128), 3],
  [steady("istio-system", "istiod", 500, 1024), 2],
  [steady("kafka", "topic-operator", 100, 384), 1],
];

/** In every cluster. */
export const platformOfAll: readonly (readonly [PodKind, number])[] = [
  [steady("monitoring", "prometheus", 1000, 4096), 2],
  [steady("monitoring", "grafana and alertmanager", 100, 256), 4],
  [steady("observability", "otel-gateway", 500, 1024), 2],
  [steady("keda", "keda", 100, 128), 4],
  [steady("kyverno", "kyverno", 100, 128), 9],
  [steady("external-secrets", "external-secrets", 50, 128), 2],
  [steady("cert-manager", "cert-manager", 50, 128), 4],
  [steady("opencost", "opencost", 100, 256), 1],
];

export const platformOf: Partial<Record<EnvironmentName, readonly (readonly [PodKind, number])[]>> = {
  tooling: [[steady("argocd", "argocd", 250, 512), 8]],
  data: [
    [steady("mirror", "mirror", 500, 1536), 3],
    [steady("airflow", "airflow", 500, 1024), 4],
    [steady("airbyte", "airbyte", 500, 1024), 4],
    [steady("flink", "flink", 1000, 2048), 3],
  ],
};

/** Least and most pods, as the scalers of k8s/ have them, and how many the usual peak takes. */
export const replicas: Partial<Record<EnvironmentName, Readonly<Record<"wallet" | "giveaway", { readonly least: number; readonly usualPeak: number; readonly most: number }>>>> = {
  "production": { wallet: { least: 4, usualPeak: 8, most: 20 }, giveaway: { least: 4, usualPeak: 6, most: 24 } },
  "production-standby": { wallet: { least: 2, usualPeak: 2, most: 20 }, giveaway: { least: 2, usualPeak: 2, most: 24 } },
  "staging": { wallet: { least: 2, usualPeak: 3, most: 5 }, giveaway: { least: 2, usualPeak: 3, most: 5 } },
  "load-testing": { wallet: { least: 2, usualPeak: 6, most: 20 }, giveaway: { least: 2, usualPeak: 6, most: 24 } },
  "development": { wallet: { least: 1, usualPeak: 2, most: 2 }, giveaway: { least: 1, usualPeak: 2, most: 2 } },
};

/** On each node, of whatever size: network, proxy, volumes, identity agent, collector, exporter, mesh's CNI. */
export const daemons = { milliCpu: 400, mebibytes: 640 };
