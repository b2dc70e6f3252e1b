// AMQP: the broker's client, and a private broker when there is no other.
//
// Owns: connections to RabbitMQ (`Consumer`, `Publisher`), what they rely on at the broker (`Topology`), and a node of
// the hub's own (`PrivateBroker`). It knows nothing of the pipeline; the ledger's commit receipt conforms to
// `ProofOfStorage`, and nothing else lets a delivery be acknowledged.
// Runs: one thread (8 MB stack) per `Consumer` and per `Publisher`, one keeper thread per `PrivateBroker`; short-lived
// threads for declarations. librabbitmq is blocking and not thread-safe, so no handle leaves its thread and none of
// these threads is one of the Swift-concurrency pool. Decisions are taken in value types (`ConnectionMachine`,
// `AckWindow`, `ConfirmWindow`); the threads only perform them.
// Memory: a consumer holds at most prefetch times queues deliveries, and stops reading its socket at
// `Consumer.Settings.pendingBytes`; a publisher holds what its awaiting callers handed in.
// Lost when it stops: nothing. Deliveries that were not acknowledged are the broker's and come again; publishes without
// a confirm are reported as such to their callers.
