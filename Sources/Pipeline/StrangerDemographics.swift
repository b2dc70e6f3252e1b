package import Canonical
import Digests
import FHIR
package import Ledger
import Logging
import Record
import ServiceLifecycle
import Tree

/// What is kept of people outside the cohort, so that a later referral finds who they are: their demographics, sealed under a
/// key of the region's, found by keyed hashes of their identifiers, until they expire. Neither the ledger nor who reads its
/// file can tell whom they are about.
package struct StrangerDemographics: Sendable {
    private let seal: Seal
    private let identity: RegionalIdentity
    private let destination: DestinationName
    private let retention: Milliseconds
    private let now: @Sendable () -> Milliseconds

    /// - Parameters:
    ///   - record: the destination that is the record store; only what goes there is kept.
    ///   - retention: how long.
    package init(
        identity: RegionalIdentity, record destination: DestinationName, retention: Milliseconds,
        now: @escaping @Sendable () -> Milliseconds
    ) {
        self.destination = destination
        seal = identity.seal(for: "demographics of people outside the cohort")
        self.identity = identity
        self.retention = retention
        self.now = now
    }

    /// What of a mapped message is kept; nil when nothing of it would have gone to the record or nothing names anybody.
    func recognition(of outcome: Outcome) -> Recognition? {
        guard case .mapped(let canonical, let deliveries) = outcome.verdict,
            let delivery = deliveries.first(where: { $0.destination == destination }), !outcome.laneKeys.isEmpty,
            let bundle = JSONReader.read(canonical, dialect: .fhir).tree,
            let sealed = seal.close(Array(delivery.idempotencyKey.utf8) + [0] + Self.demographics(bundle))
        else { return nil }
        return Recognition(keys: outcome.laneKeys, sealed: sealed, expiresAt: now() + retention)
    }

    /// As the record takes it, under the key that it would have had; nil when it cannot be opened.
    func message(_ sealed: [UInt8]) -> CanonicalMessage? {
        guard let plain = seal.open(sealed), let end = plain.firstIndex(of: 0),
            let bundle = JSONReader.read(Array(plain[(end + 1)...]), dialect: .fhir).tree
        else { return nil }
        let key = String(decoding: plain[..<end], as: UTF8.self)
        let time = bundle.text("timestamp").flatMap(Instant.milliseconds) ?? now()
        return CanonicalMessage(
            idempotencyKey: key, feed: key.split(separator: "/").first.map(String.init) ?? "", eventTime: time,
            receivedAt: now(),
            bundle: bundle)
    }

    func keys(of identifiers: [RecordIdentifier]) -> [LaneKey] {
        identifiers.map { LaneKey(identity.laneKey(system: $0.system, value: $0.value)) }
    }

    /// Who somebody is, and who looks after them; nothing of what happened to them.
    private static let kept: Set<String> = ["MessageHeader", "Patient", "Organization", "Practitioner", "PractitionerRole"]

    private static func demographics(_ bundle: Tree) -> [UInt8] {
        var out = Array("{\"resourceType\":\"Bundle\",\"type\":\"message\"".utf8)
        if let timestamp = bundle.text("timestamp") { out += Array(",\"timestamp\":\"\(timestamp)\"".utf8) }
        out += Array(",\"entry\":[".utf8)
        var isFirst = true
        for entry in bundle.children(of: .root, named: "entry") {
            guard let resource = bundle.child(of: entry, named: "resource"), kept.contains(bundle.text(of: resource)) else {
                continue
            }
            out += Array(isFirst ? "{\"resource\":".utf8 : ",{\"resource\":".utf8)
            isFirst = false
            out += JSONWriter.write(bundle, from: resource)
            out.append(UInt8(ascii: "}"))
        }
        return out + Array("]}".utf8)
    }
}

/// Removes what was kept of people outside the cohort when its time is over.
struct StrangerExpiry: Service {
    let ledger: any LedgerStore
    let now: @Sendable () -> Milliseconds
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                let count = try await ledger.expireRecognitions(now: now())
                if count > 0 {
                    logger.info("demographics of people outside the cohort expired", metadata: ["messages": "\(count)"])
                }
            } catch {
                logger.error("what was kept of people outside the cohort could not be removed; it is tried again in an hour")
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(3600)) }
        }
    }
}
