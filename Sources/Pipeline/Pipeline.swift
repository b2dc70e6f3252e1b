// Pipeline: the services that carry a message, as docs/architecture.md draws them.
//
// Owns: Acceptor (broker → inbox), MessageMapper (inbox → outcome), DeliveryWorker with its couriers (outcome → destination),
// SubmissionWorker (record → nation), and who wakes whom. Tasks: one a service. Memory: one broker prefetch, one claim of
// the mapper, one claim of each destination; everything else is in the ledger. When it stops, what is claimed is given
// back and what is not acknowledged stays with the broker: nothing is lost.

package import AMQP
package import Canonical
import Diagnostics
package import Ledger
package import Logging
package import Record
package import ServiceLifecycle
import Submission
import Transports

/// The way of a message:
///
///     feed queues ─▶ Acceptor ─▶ inbox ─▶ MessageMapper ─▶ outcome + deliveries ─▶ DeliveryWorker ─▶ destination
///                                                                                       │
///                            nation ◀─ DeliveryWorker ◀─ SubmissionWorker ◀─ record's change outbox
package struct Pipeline: Sendable {
    /// What it stands on; made by the composition root.
    package struct Foundations: Sendable {
        package var ledger: any LedgerStore
        package var record: any RecordStore
        package var submissions: any SubmissionStore
        package var broker: BrokerAddress
        package var identity: RegionalIdentity
        /// How long demographics of people outside the cohort are kept.
        package var unrecognisedRetention: Milliseconds
        package var now: @Sendable () -> Milliseconds
        package var logger: Logger

        package init(
            ledger: any LedgerStore, record: any RecordStore, submissions: any SubmissionStore, broker: BrokerAddress,
            identity: RegionalIdentity, unrecognisedRetention: Milliseconds, now: @escaping @Sendable () -> Milliseconds,
            logger: Logger
        ) {
            self.ledger = ledger
            self.record = record
            self.submissions = submissions
            self.broker = broker
            self.identity = identity
            self.unrecognisedRetention = unrecognisedRetention
            self.now = now
            self.logger = logger
        }
    }

    /// Parts of the way that a process may take on; all of them by default.
    package enum Role: String, CaseIterable, Sendable {
        case accept, map, deliver, submit
    }

    private let foundations: Foundations
    private let feeds: [Feed]
    private let destinations: [Destination]
    private let active: ActiveRelease
    package let signals: Signals

    package init(_ foundations: Foundations, feeds: [Feed], destinations: [Destination], active: ActiveRelease) {
        self.foundations = foundations
        self.feeds = feeds
        self.destinations = destinations
        self.active = active
        signals = Signals(destinations: destinations.map(\.name))
    }

    /// The services in the order in which they start; they stop in the reverse one, so that intake ends first.
    package func services(
        roles: Set<Role> = Set(Role.allCases), prefetch: Int, batch: Int, filtersCohort: Bool = true
    ) throws -> [any Service] {
        var services: [any Service] = [signals]
        if roles.contains(.deliver) { services += try destinations.compactMap(deliveryWorker) }
        let gated = destinations.filter { $0.isRoutable && $0.purpose != .directCare }
        if roles.contains(.deliver), !gated.isEmpty {
            services.append(
                ConsentReleases(foundations: foundations, destinations: gated, signal: signals.consentChanged, signals: signals)
            )
        }
        if roles.contains(.submit), let nation = destinations.first(where: { !$0.isRoutable }) {
            services.append(
                SubmissionWorker(
                    foundations: foundations, destination: nation, signal: signals.recordChanged,
                    wakes: signals.delivery(nation.name), precedence: signals.precedence))
        }
        if roles.contains(.map) {
            services.append(
                MessageMapper(
                    ledger: foundations.ledger,
                    cohort: Cohort(
                        record: foundations.record, ledger: foundations.ledger, strangers: strangers, isFiltering: filtersCohort
                    ),
                    active: active,
                    identity: foundations.identity, destinations: destinations, signals: signals, batch: batch,
                    now: foundations.now,
                    logger: foundations.logger))
            services.append(StrangerExpiry(ledger: foundations.ledger, now: foundations.now, logger: foundations.logger))
        }
        if roles.contains(.accept) { services.append(acceptor(prefetch: prefetch)) }
        return services
    }

    private func acceptor(prefetch: Int) -> Acceptor {
        let feedOfQueue = Dictionary(uniqueKeysWithValues: feeds.map { (RegionTopology.queue(of: $0.name), FeedName($0.name)) })
        return Acceptor(
            address: foundations.broker, prefetch: prefetch, inbox: foundations.ledger, feedOfQueue: feedOfQueue,
            accepted: signals.accepted, now: foundations.now, logger: foundations.logger)
    }

    private var recordName: String { destinations.first { $0.kind == .recordStore }?.name ?? "record-store" }

    private var strangers: StrangerDemographics {
        StrangerDemographics(
            identity: foundations.identity, record: DestinationName(recordName), retention: foundations.unrecognisedRetention,
            now: foundations.now)
    }

    private func deliveryWorker(to destination: Destination) throws -> any Service {
        let gate = PermitGate(
            purpose: destination.purpose, record: foundations.record, recordDestination: recordName,
            rendition: rendition(of: destination))
        switch destination.kind {
        case .recordStore:
            return worker(
                RecordCourier(
                    record: foundations.record, ledger: foundations.ledger, strangers: strangers, now: foundations.now),
                to: destination)
        case .national(let url, let trustRoots):
            return worker(
                NationalCourier(foundations: foundations, sender: try HTTPSender(trustRoots: trustRoots), url: url),
                to: destination)
        case .amqp(let exchange, let routingKey):
            let publisher = Publisher(foundations.broker, settings: .init(name: "hub \(destination.name)"))
            return worker(
                AMQPCourier(publisher: publisher, exchange: exchange, routingKey: routingKey, gate: gate), to: destination)
        case .http(let url, let trustRoots):
            return worker(HTTPCourier(sender: try HTTPSender(trustRoots: trustRoots), url: url, gate: gate), to: destination)
        case .file(let folder): return worker(FileCourier(drop: try FileDrop(folder: folder), gate: gate), to: destination)
        }
    }

    private func rendition(of destination: Destination) -> Rendition? {
        guard let map = destination.map, let receiver = feeds.first(where: { $0.name == destination.receiver }) else {
            return nil
        }
        return Rendition(map: map, receiver: receiver, active: active)
    }

    private func worker(_ courier: some Courier, to destination: Destination) -> any Service {
        DeliveryWorker(
            destination: destination, courier: courier, queue: foundations.ledger, signals: signals, retry: destination.retry,
            now: foundations.now, logger: foundations.logger,
            onDelivered: { [signals] in if destination.kind == .recordStore { signals.raiseRecordChanged() } })
    }
}
