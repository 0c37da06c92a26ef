// For each alert, series that make it fire and series that do not. `axn` and `a+bxn` are
// promtool's own notation, a sample a minute. A rate over days is as good over the minutes that there are.

/** @typedef {{ fires: Record<string, string>, quiet: Record<string, string>, at?: string }} Case */

const ALL = 'http_server_requests_seconds_count{job="wallet",status="201"}';
const REFUSED = 'http_server_requests_seconds_count{job="wallet",status="503"}';
const limitsOf = (/** @type {string} */ share) => ({
  'container_memory_working_set_bytes{namespace="wallet",pod="wallet-1",container="wallet"}': `${share}x40`,
  'kube_pod_container_resource_limits{namespace="wallet",pod="wallet-1",container="wallet",resource="memory"}': '100x40',
});
/** Of a hundred requests a minute so many were slower than 250 ms. @type {(operation: string, slow: number, minutes: number) => Record<string, string>} */
const times = (operation, slow, minutes) => ({
  [`istio_request_duration_milliseconds_bucket{reporter="destination",operation="${operation}",le="250"}`]: `0+${100 - slow}x${minutes}`,
  [`istio_request_duration_milliseconds_count{reporter="destination",operation="${operation}"}`]: `0+100x${minutes}`,
});
/** Commits of 5 ms, or of 50 ms. @type {(fast: number) => Record<string, string>} */
const commits = (fast) => ({
  'spillway_ledger_commit_seconds_bucket{job="wallet",le="0.005"}': `0+${fast}x40`,
  'spillway_ledger_commit_seconds_bucket{job="wallet",le="0.05"}': '0+100x40',
  'spillway_ledger_commit_seconds_bucket{job="wallet",le="+Inf"}': '0+100x40',
});
/** @type {(name: string, bad: string, good: string, at?: string) => Case} */
const one = (name, bad, good, at) => ({ fires: { [name]: bad }, quiet: { [name]: good }, ...(at ? { at } : {}) });
/** @type {(pods: number, service: string) => Record<string, string>} */
const up = (pods, service) => Object.fromEntries(Array.from({ length: pods }, (_, i) => [`up{job="${service}",pod="${service}-${i}"}`, '1x40']));

/** @type {Record<string, Case>} */
export const CASES = {
  AvailabilityBurnsFast: { fires: { [ALL]: '0+1000x40', [REFUSED]: '0+10x40' }, quiet: { [ALL]: '0+100000x40', [REFUSED]: '0+3x40' } },
  AvailabilityBurnsSlowly: { fires: { [ALL]: '0+1000x40', [REFUSED]: '0+1x40' }, quiet: { [ALL]: '0+100000x40', [REFUSED]: '0+3x40' } },
  TransfersBurnsFast: { fires: times('transfer', 20, 40), quiet: times('transfer', 1, 40) },
  TransfersBurnsSlowly: { fires: times('transfer', 4, 40), quiet: times('claim', 4, 40) },
  ClaimsBurnsFast: { fires: times('claim', 20, 40), quiet: times('claim', 1, 40) },
  ClaimsBurnsSlowly: { fires: times('claim', 4, 40), quiet: times('transfer', 4, 40) },

  LedgerStalled: {
    fires: { 'spillway_ledger_queue{job="wallet",lane="crowd"}': '50x40', 'spillway_ledger_commands_total{job="wallet",outcome="posted"}': '1000x40' },
    quiet: { 'spillway_ledger_queue{job="wallet",lane="crowd"}': '50x40', 'spillway_ledger_commands_total{job="wallet",outcome="posted"}': '0+600x40' },
  },
  LedgerQueueFull: one('spillway_ledger_queue{job="wallet",lane="claims"}', '4096x40', '3000x40'),
  SheddingForMinutes: {
    fires: { 'spillway_admission_shed_total{job="wallet",reason="deadline"}': '0+100x40', [ALL]: '0+900x40' },
    quiet: { 'spillway_admission_shed_total{job="wallet",reason="stopping"}': '0+100x40', 'spillway_admission_shed_total{job="wallet",reason="deadline"}': '0+1x40', [ALL]: '0+900x40' },
  },
  CommitsSlow: { fires: commits(20), quiet: commits(90) },
  DatabaseConnectionsLost: one('spillway_ledger_retries_total{job="wallet",sqlstate="08006",halved="false"}', '0+30x40', '0+1x40'),
  ConnectionsAwaited: one('agroal_awaiting_count{job="wallet",datasource="reads"}', '3x40', '0x10 3 0x30'),
  IntakeStuck: one('spillway_intake_batch_age_seconds{job="wallet",topic="wallet.deposits.v1"}', '30x40', '4x40'),
  IntakeBehind: one('spillway_intake_lag{job="wallet",topic="giveaway.claims.v1"}', '20000x40', '5000x40'),
  OutboxStuck: one('spillway_outbox_oldest_age_seconds{job="wallet"}', '90x40', '2x40'),
  OutboxPartitionsUnheld: {
    fires: { 'spillway_outbox_partitions_held{job="wallet",pod="a"}': '4x40', 'spillway_outbox_partitions_held{job="wallet",pod="b"}': '3x40' },
    quiet: { 'spillway_outbox_partitions_held{job="wallet",pod="a"}': '4x40', 'spillway_outbox_partitions_held{job="wallet",pod="b"}': '4x40' },
  },
  DeadLetters: one('spillway_intake_dead_letters_total{job="wallet",topic="wallet.deposits.v1",code="invalid-amount"}', '1x29 3x10', '3x40'),
  ValkeyAway: one('spillway_valkey_up{job="giveaway"}', '0x40', '1x40'),
  BalanceCacheSuspect: one('spillway_balance_cache_suspect_buckets{job="wallet"}', '64x40', '64x5 0x35'),

  GateMissing: one('spillway_giveaway_claims_total{job="giveaway",outcome="gate-missing"}', '0+60x40', '5x40'),
  ClaimsUnacknowledged: one('spillway_giveaway_claims_total{job="giveaway",outcome="unacknowledged"}', '0+60x40', '5x40'),
  ClaimsShed: one('spillway_giveaway_claims_shed_total{job="giveaway"}', '0+60x40', '0x5 60 60x34'),
  StreamsFull: one('spillway_giveaway_streams{job="giveaway"}', '1990x40', '1200x40'),
  NobodyReconciles: {
    fires: { 'spillway_giveaway_reconciler_leads{job="giveaway",pod="a"}': '0x40', 'spillway_giveaway_reconciler_leads{job="giveaway",pod="b"}': '0x40' },
    quiet: { 'spillway_giveaway_reconciler_leads{job="giveaway",pod="a"}': '0x40', 'spillway_giveaway_reconciler_leads{job="giveaway",pod="b"}': '1x40' },
  },
  RecorderBehind: one('spillway_giveaway_recorder_lag{job="giveaway"}', '90000x40', '9000x40'),
  ClaimsSentAgain: one('spillway_giveaway_claims_sent_again_total{job="giveaway"}', '0+120x40', '0+5x40'),

  ConnectionsNearLimit: { fires: { ...up(60, 'wallet'), ...up(20, 'giveaway') }, quiet: { ...up(20, 'wallet'), ...up(24, 'giveaway') } },

  ServiceDown: { fires: { ...up(1, 'wallet'), ...up(3, 'giveaway') }, quiet: { ...up(2, 'wallet'), ...up(3, 'giveaway') } },
  PodRestarts: one('kube_pod_container_status_restarts_total{namespace="wallet",pod="wallet-1",container="wallet"}', '0+1x40', '4x40'),
  MemoryNearLimit: { fires: limitsOf('96'), quiet: limitsOf('75') },
  RolloutAborted: one('rollout_info{name="wallet",namespace="wallet",phase="Degraded"}', '1x40', '0x40'),
  SpotNodesLost: one('karpenter_interruption_received_messages_total{message_type="spot_interrupted"}', '0+2x40', '9x40'),
  ScalerAtItsLimit: {
    fires: { 'kube_horizontalpodautoscaler_status_current_replicas{namespace="wallet",horizontalpodautoscaler="keda-hpa-wallet"}': '20x40', 'kube_horizontalpodautoscaler_spec_max_replicas{namespace="wallet",horizontalpodautoscaler="keda-hpa-wallet"}': '20x40' },
    quiet: { 'kube_horizontalpodautoscaler_status_current_replicas{namespace="wallet",horizontalpodautoscaler="keda-hpa-wallet"}': '19x40', 'kube_horizontalpodautoscaler_spec_max_replicas{namespace="wallet",horizontalpodautoscaler="keda-hpa-wallet"}': '20x40' },
  },
  ScalerBlind: one('keda_scaler_detail_errors_total{scaledObject="wallet"}', '0+2x40', '3x40'),
  CertificateExpires: one('certmanager_certificate_expiration_timestamp_seconds{name="internal-ca",namespace="cert-manager"}', '600000x120', '6000000x120', '110m'),
  SecretNotSynced: one('externalsecret_status_condition{name="wallet",namespace="wallet",condition="Ready",status="False"}', '1x40', '0x40'),

  OutOfStep: one('argocd_app_info{name="wallet-production",sync_status="OutOfSync",health_status="Healthy"}', '1x60', '1x20 stale', '50m'),
  Unhealthy: one('argocd_app_info{name="wallet-production",sync_status="Synced",health_status="Degraded"}', '1x40', '1x5 stale'),
};
