import Canonical
import Diagnostics
import FHIR
import Foundation
import HL7v2
import Testing
import Tree

@testable import Mapping

/// Canonical messages written as HL7 v2 again, with the region's own maps.
@Suite struct OutboundTests {
    private static let mappings = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Mappings").path
    private static let loaded = Release.load(from: mappings, overlays: [])

    private static func feed() -> Feed {
        Feed(
            name: "fixture", trust: "RXX", format: .hl7v2,
            profile: TrustProfile([
                "ods": ["RXX"], "mrnSystem": ["https://genomics-hub.example/Id/patient/RXX"], "mrnAuthorities": ["RXX"],
                "placerSystem": ["https://genomics-hub.example/Id/placer-order/RXX"],
                "specimenSystem": ["https://genomics-hub.example/Id/specimen/RXX"],
                "visitSystem": ["https://genomics-hub.example/Id/visit/RXX"],
            ]))
    }

    private struct Trip {
        var first: Tree
        var written: String
        var second: Tree
    }

    /// In, out and in again.
    private static func trip(_ fixture: String, by map: String) throws -> Trip {
        let release = try #require(
            loaded.release, "\(loaded.diagnostics.filter { $0.severity == .error }.map { $0.rendered() })")
        let mapper = Mapper(release: release, feed: feed(), identity: RegionalIdentity(key: Array(1...32)), environment: .test)
        let path = "\(mappings)/messages/\(fixture)"
        let bytes = try Array(Data(contentsOf: URL(filePath: path)))
        let first = mapper.map(bytes)
        let canonical = try #require(first.canonical)
        try #require(first.outcome == .mapped)
        let result = try #require(release.outbound(map, for: feed())).write(canonical, controlID: "OUT1")
        try #require(result.isWritten, "\(result.issues)")
        let again = mapper.map(result.bytes)
        try #require(again.outcome == .mapped, "\(again.issues) \(String(decoding: result.bytes, as: UTF8.self))")
        return Trip(
            first: canonical, written: String(decoding: result.bytes, as: UTF8.self),
            second: try #require(again.canonical))
    }

    /// What a reader of the canonical message sees of the type, id and references left out: paths with their values.
    private static func facts(_ tree: Tree, _ type: String, without left: Set<String> = []) -> Set<String> {
        var facts: Set<String> = []
        func walk(_ id: Tree.ID, _ path: String) {
            guard let first = tree.firstChild(of: id) else {
                facts.insert("\(path) = \(tree.text(of: id))")
                return
            }
            var child: Tree.ID? = first
            while let next = child {
                let name = tree.name(of: next)
                if !["id", "reference", "meta", "fullUrl"].contains(name), !left.contains("\(path).\(name)") {
                    walk(next, "\(path).\(name)")
                }
                child = tree.nextSibling(of: next)
            }
        }
        for entry in tree.bundleEntries() where entry.type == type { if let resource = entry.resource { walk(resource, type) } }
        return facts
    }

    @Test("a report loses nothing that the map carries on its way out and in again")
    func report() throws {
        let trip = try Self.trip("oru-r01.tests/report.hl7", by: "out-oru-r01")
        #expect(trip.written.hasPrefix("MSH|^~\\&|HUB|WMGMC||RXX|20240301093000+0000||ORU^R01^ORU_R01|OUT1|T|2.5.1"))
        #expect(
            trip.written.contains("PID|1||9990000018^^^NHS^NH~7000001^^^RXX^MR||Larkspur^Agnes^Maud Ivy^^Ms^^L||19700601|F"))
        for (type, left) in [
            ("Patient", Set(["Patient.extension", "Patient.maritalStatus", "Patient.communication"])),
            ("Specimen", []), ("Observation", []),
            ("DiagnosticReport", ["DiagnosticReport.category"]),
        ] {
            let before = Self.facts(trip.first, type, without: left)
            let after = Self.facts(trip.second, type, without: left)
            let lost = before.subtracting(after).sorted()
            #expect(lost.isEmpty, "\(type): \(lost.joined(separator: "; "))")
            #expect(!before.isEmpty)
        }
    }

    @Test("two reports keep their orders, findings and notes apart")
    func twoReports() throws {
        let trip = try Self.trip("oru-r01.tests/two-reports.hl7", by: "out-oru-r01")
        #expect(trip.written.split(separator: "\r").filter { $0.hasPrefix("OBR|") }.count == 2)
        let lost = Self.facts(trip.first, "ServiceRequest").subtracting(Self.facts(trip.second, "ServiceRequest"))
        #expect(lost.isEmpty, "\(lost.sorted())")
    }

    @Test("a document goes out with its text and its PDF")
    func document() throws {
        let trip = try Self.trip("mdm-t02.tests/text-and-pdf.hl7", by: "out-mdm-t02")
        let before = Self.facts(trip.first, "DocumentReference").filter { $0.contains("attachment.data") }
        let after = Self.facts(trip.second, "DocumentReference").filter { $0.contains("attachment.data") }
        #expect(before.count == 2 && before.isSubset(of: after), "\(before.subtracting(after))")
    }

    @Test("an order keeps its numbers, test, specimen, notes and answers")
    func order() throws {
        let trip = try Self.trip("oml-o21.tests/order-2.5.1.hl7", by: "out-oml-o21")
        for (type, wanted) in [
            ("ServiceRequest", ["identifier", "code", "note", "priority", "occurrenceDateTime"]),
            ("Specimen", ["identifier", "type"]),
        ] {
            let before = Self.facts(trip.first, type).filter { fact in wanted.contains { fact.hasPrefix("\(type).\($0)") } }
            let lost = before.subtracting(Self.facts(trip.second, type))
            #expect(!before.isEmpty && lost.isEmpty, "\(type): \(lost.sorted())")
        }
    }

    @Test("an order's specimens are rows of a CSV")
    func table() throws {
        let release = try #require(Self.loaded.release)
        let mapper = Mapper(
            release: release, feed: Self.feed(), identity: RegionalIdentity(key: Array(1...32)), environment: .test)
        let bytes = try Array(Data(contentsOf: URL(filePath: "\(Self.mappings)/messages/oml-o21.tests/order-2.5.1.hl7")))
        let canonical = try #require(mapper.map(bytes).canonical)
        let result = try #require(release.outbound("out-gel1001", for: Self.feed())).write(canonical, controlID: "1")
        #expect(result.isWritten, "\(result.issues)")
        let lines = String(decoding: result.bytes, as: UTF8.self).components(separatedBy: "\r\n")
        let specimens = canonical.bundleEntries().filter { $0.type == "Specimen" }.count
        #expect(specimens > 0 && lines.count == specimens + 2 && lines.last == "", "\(lines)")
        let names = lines[0].components(separatedBy: ",")
        let first = Dictionary(uniqueKeysWithValues: zip(names, lines[1].components(separatedBy: ",")))
        #expect(names.count == 37 && first.count == 37)
        #expect(first["patient_nhs_number"]?.hasPrefix("999") == true, "\(first)")
        #expect(first["clinical_indication_test_type_id"]?.isEmpty == false && first["primary_sample_type"]?.isEmpty == false)
    }

    @Test(
        "a field of a CSV is quoted where it must be and is no formula",
        arguments: [
            ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"so\"", "\"say \"\"so\"\"\""), ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"), ("-12.5", "-12.5"), ("@x,y", "\"'@x,y\""), ("", ""),
        ])
    func fieldsOfCSV(_ text: String, _ written: String) { #expect(CSVBuilder.field(text) == written) }

    @Test(
        "a sender is told whether its message was mapped, kept or refused, and why",
        arguments: [
            ("ADT^A28", "19700101", "AA", ""), ("ADT^A28", "1970-13-01", "AE", "|PID^^7"), ("ZZZ^Z99", "", "AR", "|MSH^^9"),
        ])
    func acknowledgement(_ event: String, _ birth: String, _ code: String, _ place: String) throws {
        let release = try #require(Self.loaded.release)
        let mapper = Mapper(
            release: release, feed: Self.feed(), identity: RegionalIdentity(key: Array(1...32)), environment: .test)
        let result = mapper.map(
            Array(
                ("MSH|^~\\&|PAS|RXX|HUB|HUB|20260101120000||\(event)|C-17|T|2.4\rEVN|A28|20260101120000\r"
                    + "PID|1||12345^^^RXX^MR||Testperson^Ann||\(birth)|F\rPV1|1|N\r").utf8))
        let answer = Acknowledgement.tree(of: result, at: "2026-01-01T12:00:01Z")
        let written = try #require(release.outbound("out-ack", for: Self.feed())).write(answer, controlID: "A1")
        #expect(written.isWritten, "\(written.issues)")
        let segments = String(decoding: written.bytes, as: UTF8.self).split(separator: "\r")
        #expect(
            segments.first?.hasPrefix("MSH|^~\\&|HUB|WMGMC|PAS|RXX|20260101120001+0000||ACK^\(event.suffix(3))^ACK|A1|T|2.5.1")
                == true)
        #expect(segments.dropFirst().first == "MSA|\(code)|C-17")
        let errors = segments.filter { $0.hasPrefix("ERR|") && $0.contains("|E|") }
        #expect(code == "AA" ? errors.isEmpty : errors.contains { $0.contains(place) }, "\(segments)")
        #expect(MessageReader().read(written.bytes).isUsable)
    }

    @Test(
        "mistakes of an outbound map are told at their place",
        arguments: [
            ("target: hl7v2 ORU_R99 2.5.1\nwrite: [{ PID: { PID-3: entry.id } }]", "M195"),
            ("target: hl7v2 ACK 2.5.1\nwrite:\n  - PID: { PID-3: id }\n  - MSA: { MSA-1: \"AA\", MSA-2: id }", "M197"),
            (
                "target: hl7v2 ACK 2.5.1\nwrite:\n  - ERR: { ERR-3: id, ERR-4: id }\n  - MSA: { MSA-1: \"AA\", MSA-2: id }",
                "M198"
            ),
            ("target: hl7v2 ACK 2.5.1\nwrite:\n  - MSA: { MSA-1: \"AA\", MSA-2: id, MSA-99: id }", "M192"),
            ("target: hl7v2 ACK 2.5.1\nwrite:\n  - MSA: { MSA-1: \"AA\", MSA-2: entry.fullUrl }", "M193"),
            ("target: hl7v2 ACK 2.5.1\nwrite:\n  - MSA: { MSA-1: \"AA\" }", "M194"),
            ("target: hl7v2 ACK 2.5.1\nwrite:\n  - MSA: { MSA-1: \"AA\", MSA-2: identifier }", "M196"),
            ("target: hl7v2 ACK 2.5.1\nwrite:\n  - MSA: { MSA-1: \"AA\", MSA-2: identifer.value }", "F201"),
            ("target: hl7v2 ACK 2.5.1\nwrite:\n  - MSA: { MSA-1: \"AA\", MSA-2: id, map: out-nothing }", "M141"),
            ("target: csv\nrows: { each: entry.resource }\ncolumns:\n  - a: ids", "F201"),
            ("target: csv\ncolumns:\n  - a: entry.fullUrl", "M193"),
            ("target: csv\ncolumns:\n  - a: timestamp\n  - a: type", "M110"),
            ("target: csv\ncolumns:\n  - a: identifier", "M196"),
            ("target: csv\ncolumns:\n  - a: { each: entry.fullUrl }", "M196"),
            ("target: csv\ncolumns:\n  a: timestamp", "M104"),
        ])
    func mistakes(_ text: String, _ code: String) {
        let (release, diagnostics) = Release.load(files: [("out/out-x.yaml", Array("mapping: out-x\n\(text)\n".utf8))])
        #expect(release == nil)
        let found = diagnostics.first { $0.code == code }
        #expect(found != nil, "\(diagnostics.map { "\($0.code) \($0.message)" })")
        if case .text(let span)? = found?.location { #expect(span.line >= 2) } else { Issue.record("no place") }
    }
}
