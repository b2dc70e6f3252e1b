import Diagnostics
import FHIR
import HL7v2
import Testing
import Tree

@testable import Simulator

@Suite struct RegionTests {
    @Test("one seed gives one sequence, byte for byte") func determinism() {
        var one = Region(seed: 7)
        var other = Region(seed: 7)
        var third = Region(seed: 8)
        var differs = false
        for _ in 0..<2_000 {
            let message = one.nextMessage()
            #expect(message == other.nextMessage())
            if message != third.nextMessage() { differs = true }
        }
        #expect(differs)
    }

    @Test("NHS numbers are of the test range and pass modulus 11") func nhsNumbers() throws {
        let weights = [10, 9, 8, 7, 6, 5, 4, 3, 2]
        var seen: Set<String> = []
        for index in 0..<5_000 {
            let person = Person(number: Person.cohortNumber(index), seed: 1)
            var draft = Draft(
                trust: SimulatedTrust.westMidlands[0],
                context: .init(time: .init(year: 2016, month: 1, day: 1), controlNumber: 1, processingID: "T"))
            draft.nhsNumber(person)
            let digits = draft.bytes.map { Int($0) - 48 }
            #expect(digits.count == 10 && digits.starts(with: [9, 9, 9]))
            let sum = zip(weights, digits).map { $0 * $1 }.reduce(0, +)
            #expect((11 - sum % 11) % 11 == digits[9])
            seen.insert(String(decoding: draft.bytes, as: UTF8.self))
        }
        #expect(seen.count > 4_500, "people differ")
    }

    @Test("whatever should be read is read, in every dialect") func parses() throws {
        var region = Region(seed: 3)
        var feeds: Set<String> = []
        var hl7 = 0
        var fhir = 0
        for _ in 0..<6_000 {
            let message = region.nextMessage()
            feeds.insert(message.feed)
            if case .quarantined(let reason) = message.truth.expectation {
                if reason == .binary { #expect(message.body.starts(with: Array("%PDF".utf8))) }
                continue
            }
            if message.body.first == UInt8(ascii: "{") || message.body.first == UInt8(ascii: "<") {
                fhir += 1
                let document = FHIRDocument.parse(message.body)
                #expect(document.diagnostics.isEmpty, "\(message.truth.event as Any)")
            } else {
                hl7 += 1
                let reading = MessageReader().read(message.body)
                #expect(reading.isUsable)
                #expect(
                    reading.issues.isEmpty || message.truth.isOfCohort || !reading.issues.contains { $0.severity == .error })
            }
        }
        #expect(hl7 > 3_000 && fhir > 20)
        #expect(feeds == Set(region.feeds))
    }

    @Test("every kind of expectation occurs, in about the share that was asked for") func shares() {
        var settings = Region.Settings()
        settings.outsideShare = 0.6
        settings.faultShare = 0.1
        var region = Region(seed: 11, settings: settings)
        var counts: [String: Int] = [:]
        let total = 20_000
        for _ in 0..<total {
            let truth = region.nextMessage().truth
            let name: String
            switch truth.expectation {
            case .mapped: name = "mapped"
            case .notRelevant: name = "notRelevant"
            case .duplicate: name = "duplicate"
            case .quarantined(let reason): name = reason.rawValue
            }
            counts[name, default: 0] += 1
        }
        for reason in QuarantineReason.allCases { #expect(counts[reason.rawValue, default: 0] > 0, "\(reason)") }
        #expect(counts["duplicate", default: 0] > 100)
        #expect((3_500...7_000).contains(counts["mapped", default: 0]))
    }

    @Test("a person's order comes before what follows from it, and a record is completed once") func journeys() {
        var region = Region(seed: 5)
        var ordered: Set<UInt32> = []
        var completed: Set<UInt32> = []
        for _ in 0..<30_000 {
            let truth = region.nextMessage().truth
            guard truth.isOfCohort else { continue }
            switch truth.event.map({ "\($0)" }) {
            case "orderPlaced": ordered.insert(truth.person)
            case "resultReported", "specimenReceived", "consentWithdrawn": #expect(ordered.contains(truth.person))
            default: break
            }
            if truth.completesSubmission { #expect(completed.insert(truth.person).inserted) }
        }
        #expect(completed.count > 500)
    }
}

@Suite struct DialectTests {
    /// Every way of a difference is some trust's way.
    private func expectAll<Way: CaseIterable & Hashable>(_ way: KeyPath<Dialect, Way>, of trusts: [SimulatedTrust]) {
        let missing = Set(Way.allCases).subtracting(trusts.map { $0.dialect[keyPath: way] })
        #expect(missing.isEmpty, "no trust writes \(missing)")
    }

    @Test("each difference that real samples show occurs at some trust") func everyDifferenceOccurs() {
        let trusts = SimulatedTrust.westMidlands
        expectAll(\.format, of: trusts)
        expectAll(\.separators, of: trusts)
        expectAll(\.characters, of: trusts)
        expectAll(\.times, of: trusts)
        expectAll(\.nhsNumber, of: trusts)
        expectAll(\.birth, of: trusts)
        expectAll(\.sexes, of: trusts)
        expectAll(\.ethnicity, of: trusts)
        expectAll(\.address, of: trusts)
        expectAll(\.telephone, of: trusts)
        expectAll(\.orderMessage, of: trusts)
        expectAll(\.testCode, of: trusts)
        expectAll(\.furtherTest, of: trusts)
        expectAll(\.priority, of: trusts)
        expectAll(\.questions, of: trusts)
        expectAll(\.phenotypes, of: trusts)
        expectAll(\.consent, of: trusts)
        expectAll(\.specimen, of: trusts)
        expectAll(\.reportText, of: trusts)
        expectAll(\.consentForm, of: trusts)
        #expect(Set(trusts.map(\.dialect.version)).isSuperset(of: ["2.3", "2.3.1", "2.4", "2.5", "2.5.1"]))
        #expect(Set(trusts.map(\.dialect)).count == 18, "no two trusts talk alike")
    }
}

@Suite struct PersonTests {
    @Test("no two people share a hospital number at a trust, and a merged one is nobody's") func hospitalNumbers() {
        for trust in [0, 5, 17] {
            var seen: Set<Int> = []
            for number in stride(from: UInt32(0), to: 1_000_000, by: 37) {
                let person = Person(number: number, seed: 1)
                #expect(seen.insert(person.hospitalNumber(at: trust)).inserted)
                #expect(!seen.contains(person.hospitalNumber(at: trust) + 1))
            }
        }
    }
}
