import Canonical
import Diagnostics
import FHIR
import Foundation
import Testing
import Tree

@testable import Mapping

/// FHIR STU3 read as R4 by the region's own maps: what was renamed, moved and wrapped, and what is lost and told.
@Suite struct STU3Tests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Mappings").path
    private static let files = SourceDirectory.files(below: folder) { _, _ in }
    private static let release = Release.load(files: files).release

    private func mapper(_ release: Release? = release, stated: FHIRRelease? = nil) throws -> Mapper {
        Mapper(
            release: try #require(release), feed: Feed(name: "a", trust: "RXX", format: .fhir, release: stated),
            identity: RegionalIdentity(key: Array(1...32)), environment: .test)
    }

    private func read(_ text: String) throws -> (json: String, diagnostics: [Diagnostic]) {
        let result = try mapper().converted(Array(text.utf8), trace: false)
        return (result.canonical.map { String(decoding: JSONWriter.write($0), as: UTF8.self) } ?? "", result.issues)
    }

    @Test(arguments: [
        (
            #"{"resourceType":"ProcedureRequest","status":"cancelled","intent":"order","code":{"text":"a"},"subject":{"reference":"Patient/1"},"context":{"reference":"Encounter/1"},"requester":{"agent":{"reference":"Practitioner/1"}},"performer":{"reference":"Organization/1"}}"#,
            #"{"resourceType":"ServiceRequest","status":"revoked","intent":"order","code":{"text":"a"},"subject":{"reference":"Patient/1"},"encounter":{"reference":"Encounter/1"},"requester":{"reference":"Practitioner/1"},"performer":[{"reference":"Organization/1"}]}"#
        ),
        (
            #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"context":{"reference":"Encounter/1"},"interpretation":{"text":"high"},"comment":"since May","related":[{"type":"has-member","target":{"reference":"Observation/2"}},{"type":"derived-from","target":{"reference":"Observation/3"}}]}"#,
            #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"encounter":{"reference":"Encounter/1"},"interpretation":[{"text":"high"}],"note":[{"text":"since May"}],"hasMember":[{"reference":"Observation/2"}],"derivedFrom":[{"reference":"Observation/3"}]}"#
        ),
        (
            #"{"resourceType":"DiagnosticReport","status":"final","category":{"text":"GE"},"code":{"text":"a"},"performer":[{"actor":{"display":"lab"}}],"codedDiagnosis":[{"text":"b"}],"image":[{"comment":"c","link":{"reference":"Media/1"}}]}"#,
            #"{"resourceType":"DiagnosticReport","status":"final","category":[{"text":"GE"}],"code":{"text":"a"},"performer":[{"display":"lab"}],"media":[{"comment":"c","link":{"reference":"Media/1"}}],"conclusionCode":[{"text":"b"}]}"#
        ),
        (
            #"{"resourceType":"Condition","clinicalStatus":"active","verificationStatus":"confirmed","subject":{"reference":"Patient/1"},"assertedDate":"2019"}"#,
            #"{"resourceType":"Condition","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]},"subject":{"reference":"Patient/1"},"recordedDate":"2019"}"#
        ),
        (
            #"{"resourceType":"Encounter","status":"finished","class":{"system":"http://hl7.org/fhir/v3/ActCode","code":"AMB"},"reason":[{"text":"a"}]}"#,
            #"{"resourceType":"Encounter","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},"reasonCode":[{"text":"a"}]}"#
        ),
    ])
    func aResourceBecomesR4s(old: String, new: String) throws {
        let (json, diagnostics) = try read(old)
        // Both as R4 orders them.
        let wanted = FHIRDocument.parse(Array(new.utf8))
        #expect(wanted.diagnostics.isEmpty)
        let made = FHIRDocument.parse(Array(json.utf8))
        #expect(made.diagnostics.isEmpty)
        #expect(sorted(made.tree) == sorted(wanted.tree))
        #expect(diagnostics.map(\.code) == ["fhir-stu3"])
        #expect(made.tree.map { Validator().validate($0).filter { $0.severity == .error }.map(\.code) } == [])
    }

    /// Every leaf with its path, in the order of the alphabet: objects have no order.
    private func sorted(_ tree: Tree?) -> [String] {
        guard let tree else { return [] }
        return tree.nodes.indices.map { Tree.ID(UInt32($0)) }.filter { !tree.hasChildren($0) }
            .map { tree.path(of: $0) + "=" + tree.text(of: $0) }.sorted()
    }

    @Test func aMessageKeepsItsTimeAndXMLItsKinds() throws {
        let text = """
            <Bundle xmlns="http://hl7.org/fhir"><type value="message"/><entry><fullUrl value="urn:uuid:a"/><resource>
            <MessageHeader><event><system value="https://example.test/e"/><code value="order"/></event>
            <timestamp value="2019-05-01T10:00:00Z"/><source><endpoint value="https://example.test/"/></source></MessageHeader>
            </resource></entry><entry><fullUrl value="urn:uuid:b"/><resource>
            <ProcedureRequest><id value="b"/><status value="active"/><intent value="order"/><doNotPerform value="true"/>
            <code><text value="a"/></code><subject><reference value="urn:uuid:c"/></subject></ProcedureRequest>
            </resource></entry></Bundle>
            """
        let (json, diagnostics) = try read(text)
        #expect(diagnostics.map(\.code) == ["fhir-stu3"])
        #expect(json.contains(#""timestamp":"2019-05-01T10:00:00Z""#))
        #expect(json.contains(#""eventCoding":{"code":"order","system":"https://example.test/e"}"#))
        #expect(json.contains(#""resourceType":"ServiceRequest","id":"b""#))
        #expect(json.contains(#""doNotPerform":true"#))
    }

    @Test func whatHasNoPlaceIsTold() throws {
        let (json, diagnostics) = try read(
            #"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"DiagnosticReport","status":"final","code":{"text":"a"},"performer":[{"role":{"text":"author"},"actor":{"display":"lab"}}]}},{"resource":{"resourceType":"Patient","animal":{"species":{"text":"dog"}},"active":true}},{"resource":{"resourceType":"Observation","status":"final","code":{"text":"a"},"related":[{"type":"qualified-by","target":{"reference":"Observation/2"}}]}},{"resource":{"resourceType":"ImagingManifest","id":"m"}}]}"#
        )
        #expect(diagnostics.map(\.code) == ["fhir-stu3"] + Array(repeating: "stu3-lost", count: 4))
        #expect(
            diagnostics.compactMap(place) == [
                "Bundle.entry[0].resource.performer[0].role", "Bundle.entry[1].resource.animal",
                "Bundle.entry[2].resource.related[0]", "Bundle.entry[3]",
            ])
        #expect(!json.contains("author") && !json.contains("dog") && !json.contains("qualified"))
        #expect(diagnostics.dropFirst().allSatisfy { $0.severity == .warning && $0.hint?.isEmpty == false })
    }

    @Test func aResourceOfWhichR4MakesNothingIsRefused() throws {
        let bytes = Array(#"{"resourceType":"ImagingManifest","id":"m","patient":{"reference":"Patient/1"}}"#.utf8)
        let result = try mapper().map(bytes)
        #expect(result.outcome == .quarantined && result.reason?.code == "unsupported-message-type")
        #expect(result.unmapped.isEmpty == false)
    }

    private func place(_ diagnostic: Diagnostic) -> String? {
        guard case .message(let position) = diagnostic.location else { return nil }
        return position.path
    }

    /// A bundle with one finding of a person, and what else is given.
    private static func bundle(_ observation: String) -> [UInt8] {
        Array(
            #"{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"1","identifier":[{"system":"https://example.test/mrn","value":"1"}]}},{"fullUrl":"urn:uuid:2","resource":{"resourceType":"Observation","id":"2","identifier":[{"system":"https://example.test/o","value":"2"}],"status":"final","code":{"text":"a"},"subject":{"reference":"urn:uuid:1"},\#(observation)}}]}"#
                .utf8)
    }

    @Test func everyLeafIsAccountedForByTheNamesOfSTU3() throws {
        let bytes = Self.bundle(
            #""context":{"reference":"Encounter/9"},"comment":"b","related":[{"type":"qualified-by","target":{"reference":"c"}}]"#
        )
        let result = try mapper().map(bytes)
        #expect(result.outcome == .mapped, "\(result.issues)")
        #expect(result.header.version == "3.0")
        #expect(
            result.unmapped == [
                "Bundle.entry.resource(Observation).related.type",
                "Bundle.entry.resource(Observation).related.target.reference",
            ])
        #expect(result.accounting.unmapped == 2)
        #expect(result.document?.release == .r4)
    }

    @Test func aTraceNamesTheElementOfSTU3AndTheLineOfItsMap() throws {
        let bytes = Self.bundle(#""context":{"reference":"Encounter/9"},"comment":"b""#)
        let trace = try mapper().map(bytes, trace: true).trace
        let note = try #require(trace.first { $0.target.hasSuffix(".note[0].text") })
        #expect(note.sources == ["Bundle.entry[1].resource.comment"])
        #expect(note.file == "fhir/stu3/stu3-observation.yaml" && note.line > 1)
        let context = try #require(trace.first { $0.target.hasSuffix(".encounter.reference") })
        #expect(context.sources == ["Bundle.entry[1].resource.context"])
        #expect(context.file == "fhir/stu3/stu3-reference.yaml")
        let identity = try #require(trace.first { $0.file == "fhir/fhir-bundle.yaml" && $0.target.hasSuffix("resource.id") })
        #expect(identity.sources.allSatisfy { $0.hasPrefix("Bundle.entry[") })
    }

    @Test func anIssueOfALaterMapNamesTheElementOfSTU3() throws {
        let text = String(decoding: try bytes(of: "fhir/fhir-bundle.yaml"), as: UTF8.self)
        let changed = text.replacing(
            "- Observation as observation:\n      each: entry.resource.ofType(Observation)\n      copy: $this\n",
            with:
                "- Observation as observation:\n      each: entry.resource.ofType(Observation)\n      copy: $this\n      effectiveDateTime: note.text.toDateTime()\n"
        )
        #expect(changed != text)
        let mapper = try mapper(load(["fhir/fhir-bundle.yaml": changed]).release)
        let result = mapper.map(Self.bundle(#""context":{"reference":"urn:uuid:1"},"comment":"in May""#))
        let issue = try #require(result.issues.first { $0.code == "invalid-date" || $0.code == "invalid-datetime" })
        #expect(place(issue) == "Bundle.entry[1].resource.comment")
    }

    private func bytes(of path: String) throws -> [UInt8] {
        try #require(Self.files.first { $0.path == path }?.bytes)
    }

    private func load(_ changes: [String: String]) -> (release: Release?, diagnostics: [Diagnostic]) {
        var files = Self.files.filter { changes[$0.path] == nil && !$0.path.contains(".tests/") }
        for (path, text) in changes { files.append((path, Array(text.utf8))) }
        return Release.load(files: files)
    }

    @Test func aFeedMayStateItsRelease() throws {
        // That a value stands alone is a mistake that R4's senders make as well.
        let bytes = Self.bundle(#""effectiveDateTime":"2019","interpretation":{"text":"high"}"#)
        #expect(try mapper().map(bytes).reason?.code == "fhir-array")
        let stated = try mapper(stated: .stu3).map(bytes)
        #expect(stated.header.version == "3.0" && stated.outcome == .mapped, "\(stated.issues)")
        let old = Self.bundle(#""context":{"reference":"urn:uuid:1"}"#)
        #expect(try mapper(stated: .r4).map(old).header.version == "4.0")
        #expect(try mapper().map(old).header.version == "3.0")
    }

    @Test func aTrustMayConvertOtherwise() throws {
        let overlay = """
            extends: stu3-observation
            make:
              note: { from: comment, text: "see the report" }
            """
        let (loaded, found) = load(["trusts/rxx/stu3-observation.yaml": overlay])
        let release = try #require(loaded, "\(found.filter { $0.severity == .error })")
        let feed = Feed(name: "a", trust: "RXX", format: .fhir, overlay: "rxx")
        let mapper = Mapper(
            release: release, feed: feed, identity: RegionalIdentity(key: Array(1...32)), environment: .test)
        let bytes = Self.bundle(#""comment":"b""#)
        #expect(String(decoding: mapper.map(bytes).json, as: UTF8.self).contains("see the report"))
        let other = try self.mapper(release).map(bytes)
        #expect(other.outcome == .mapped && !String(decoding: other.json, as: UTF8.self).contains("see the report"))
    }

    @Test func withoutMapsWhatBothSayAlikeStays() throws {
        let files = Self.files.filter { !$0.path.contains("/stu3/") && !$0.path.contains("tables/stu3") }
        let mapper = try mapper(Release.load(files: files).release)
        let result = mapper.map(Self.bundle(#""comment":"b""#))
        #expect(result.outcome == .mapped)
        #expect(result.issues.map(\.code) == ["fhir-stu3", "stu3-lost"])
    }

    @Test(arguments: [
        ("recordedDate: assertedDate", "recordedDate: assertedDat", "M114"),
        ("recordedDate: assertedDate", "recordedDat: assertedDate", "M104"),
        ("recordedDate: assertedDate", "recordedDate: clinicalStatus", "M110"),
        ("recordedDate: assertedDate", "recorder: assertedDate", "M110"),
        ("fhir-stu3 Condition", "fhir-stu3 Conditions", "M125"),
        ("fhir-stu3 Condition", "fhir-stu3 Observation", "M124"),
        ("target: Condition", "target: Conditions", "M128"),
        ("make:\n", "make:\n  each: context\n", "M106"),
        ("mapping: stu3-condition", "ignore: [{ Condition.contxt: a }]\nmapping: stu3-condition", "M114"),
    ])
    func aMistakeIsFoundWhenTheMapIsChecked(line: String, mistake: String, code: String) throws {
        let path = "fhir/stu3/stu3-condition.yaml"
        let text = String(decoding: try bytes(of: path), as: UTF8.self)
        #expect(text.contains(line))
        let found = load([path: text.replacing(line, with: mistake)]).diagnostics.filter { $0.severity == .error }
        #expect(found.contains { $0.code == code }, "\(found.map { $0.rendered() })")
    }

    @Test func aMapOfR4CannotApplyOneOfSTU3() throws {
        let text = String(decoding: try bytes(of: "fhir/fhir-bundle.yaml"), as: UTF8.self)
        let changed = text.replacing(
            "each: entry.resource.ofType(Task)\n      copy: $this",
            with: "each: entry.resource.ofType(Task)\n      map: stu3-task")
        #expect(changed != text)
        #expect(load(["fhir/fhir-bundle.yaml": changed]).diagnostics.contains { $0.code == "M145" })
    }

    @Test func everyMapHasAFixture() throws {
        let maps = try #require(Self.release).conversionMaps
        let tested = Set(FixtureCase.all(in: Self.files).map(\.map))
        #expect(maps.count > 30)
        #expect(maps.subtracting(tested).sorted() == [])
    }
}
