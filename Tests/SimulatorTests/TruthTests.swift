import Canonical
import Diagnostics
import Foundation
import Mapping
import Simulator
import Testing

/// One truth in eighteen dialects: what the mappings make of each trust's messages says what happened, no more and no less.
@Suite struct TruthTests {
    static let release = Release.load(
        from: TrustFeeds.package.path(percentEncoded: false) + "/Mappings",
        overlays: Set(((try? TrustFeeds.all()) ?? [:]).values.compactMap(\.overlay)).sorted())

    @Test(arguments: SimulatedTrust.westMidlands.map(\.ods)) func theCanonicalMessageSaysTheTruth(_ ods: String) throws {
        let release = try #require(Self.release.release, "\(Self.release.diagnostics.map { $0.rendered() })")
        let feeds = try TrustFeeds.all()
        let trust = try #require(SimulatedTrust.westMidlands.first { $0.ods == ods })
        var mappers: [String: Mapper] = [:]
        for name in [trust.feed, SimulatedTrust.laboratory.feed] {
            let feed = try #require(feeds[name], "\(name) is not configured")
            mappers[name] = Mapper(
                release: release, feed: feed, identity: RegionalIdentity(key: Array(1...32)), environment: .test)
        }
        var told = 0
        for telling in Rehearsal(of: trust, seed: 2_016, journeys: 12) {
            let result = try #require(mappers[telling.message.feed]).map(telling.message.body)
            let found = CanonicalFacts(result, ods: ods).facts
            let missing = telling.facts.subtracting(found).sorted().map { "- \($0)" }
            let surplus = found.subtracting(telling.facts).sorted().map { "+ \($0)" }
            let errors = result.issues.filter { $0.severity == .error }.map { "! \($0.code): \($0.message)" }
            let difference = (errors + missing + surplus).joined(separator: "\n")
            #expect(difference.isEmpty, "\(ods) \(telling.step) (\(telling.message.truth.messageType)):\n\(difference)")
            told += 1
        }
        #expect(told == 12 * 15)
    }

    @Test func whatIsBadIsQuarantinedAndNothingElse() throws {
        let release = try #require(Self.release.release)
        let mappers = try TrustFeeds.all().mapValues {
            Mapper(release: release, feed: $0, identity: RegionalIdentity(key: Array(1...32)), environment: .test)
        }
        var settings = Region.Settings()
        settings.faultShare = 0.2
        var region = Region(seed: 4, settings: settings)
        for _ in 0..<1_500 {
            let message = region.nextMessage()
            let result = try #require(mappers[message.feed]).map(message.body)
            var isBad = false
            if case .quarantined = message.truth.expectation { isBad = true }
            #expect(
                (result.outcome == .quarantined) == isBad,
                "\(message.feed) \(message.truth.messageType) \(message.truth.expectation): \(result.issues.map(\.code))")
            if !isBad { #expect(result.event == message.truth.event?.rawValue, "\(message.feed) \(message.truth.messageType)") }
        }
    }

    @Test func everyFactIsSaidBySomeTrust() {
        var said: Set<FactName> = []
        for trust in SimulatedTrust.westMidlands {
            for telling in Rehearsal(of: trust, seed: 1, journeys: 4) { said.formUnion(telling.facts.map(\.name)) }
        }
        #expect(Set(FactName.allCases).subtracting(said).isEmpty)
    }
}
