import Canonical
import Diagnostics
import FHIR
import Foundation
import Testing
import Tree

@testable import Mapping

/// What the machine proves while it builds, the validator and the profile would have said as well: whatever they find in a
/// canonical message must be among its issues.
@Suite struct ProofTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Mappings").path

    private func unsaid(_ result: MappingResult) -> [Diagnostic] {
        guard let canonical = result.canonical else { return [] }
        let all = CanonicalProfile.check(canonical) + Validator(deletion: HubExtension.delete).validate(canonical)
        let said = Set(result.issues.map { FixtureCase.line($0) })
        return all.filter { !said.contains(FixtureCase.line($0)) }
    }

    @Test func ofTheRegionsOwnFixtures() throws {
        let files = SourceDirectory.files(below: Self.folder) { _, _ in }
        let (loaded, found) = Release.load(files: files)
        let runner = FixtureRunner(
            release: try #require(loaded, "\(found.filter { $0.severity == .error }.prefix(3).map { $0.rendered() })"),
            identity: RegionalIdentity(key: Array(1...32)))
        var chance = Chance(state: 42)
        var looked = 0
        // Beside maps of another release stand documents, which are no messages.
        for fixture in FixtureCase.all(in: files) where !runner.release.conversionMaps.contains(fixture.map) {
            let found = unsaid(runner.map(fixture))
            #expect(found.isEmpty, "\(fixture.path): \(found)")
            guard fixture.format == .hl7v2 else { continue }
            // Values that no sender should send: whatever comes of them, nothing may be overlooked.
            for _ in 0..<12 {
                var spoilt = fixture
                spoilt.bytes = chance.spoil(fixture.bytes)
                let found = unsaid(runner.map(spoilt))
                #expect(found.isEmpty, "\(fixture.path), spoilt: \(found)")
                looked += 1
            }
        }
        #expect(looked > 100)
    }

    @Test func aCodeOfNoValueSetIsFound() throws {
        let patient = Fixture.patient.replacing("PID-8.translate('administrative-sex')", with: "PID-8")
        let mapper = try Fixture.mapper(["segments/pid-patient.yaml": patient])
        let good = mapper.map(Fixture.message(pid: "PID|1||4711^^^RRK^MR||TESTER^ANNA|||female"))
        #expect(good.outcome == .mapped, "\(good.issues)")
        let bad = mapper.map(Fixture.message(pid: "PID|1||4711^^^RRK^MR||TESTER^ANNA|||F"))
        #expect(bad.outcome == .quarantined && bad.issues.contains { $0.code == "fhir-code" })
    }

    @Test func whatIsRequiredAndAbsentIsFound() throws {
        let oru = Fixture.oru.replacing(
            "status: \"final\"\n          code: { text: OBX",
            with: "status: OBX-11\n          code: { text: OBX")
        let mapper = try Fixture.mapper(["messages/oru.yaml": oru])
        func map(_ status: String) -> MappingResult {
            mapper.map(
                Fixture.message(
                    type: "ORU^R01^ORU_R01", more: "OBR|1||F1|CODE", "OBX|1|ST|X||value||||||\(status)"))
        }
        #expect(map("final").outcome == .mapped, "\(map("final").issues)")
        #expect(map("").issues.contains { $0.code == "fhir-required" })
        #expect(unsaid(map("")).isEmpty)
    }

    /// Changes of a fixed seed: the same every time.
    private struct Chance {
        var state: UInt64

        mutating func next(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: state >> 33) % max(1, limit)
        }

        private static let values = [
            "", "\"\"", " ", "x  y", "20250231", "^^^", "\u{1}a", "A&B", "-", "99999999999999", "Ü\\F\\é", "~",
        ]

        /// Puts other values into three fields behind the header.
        mutating func spoil(_ message: [UInt8]) -> [UInt8] {
            var lines = String(decoding: message, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
            for _ in 0..<3 where lines.count > 1 {
                let line = 1 + next(below: lines.count - 1)
                var fields = lines[line].split(separator: "|", omittingEmptySubsequences: false).map(String.init)
                guard fields.count > 1 else { continue }
                fields[1 + next(below: fields.count - 1)] = Self.values[next(below: Self.values.count)]
                lines[line] = fields.joined(separator: "|")
            }
            return Array(lines.joined(separator: "\r").utf8)
        }
    }
}
