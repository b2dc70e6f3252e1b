import Diagnostics
import Foundation
import Testing

@testable import Validation

@Suite struct ProfileTests {
    private let patient = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient"
    private let vitals = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Observation-VitalSigns-HeartRate"

    @Test func profilesAreAtHand() {
        #expect(ProfileTable.known.urls.count > 150)
        #expect(ProfileTable.known[patient]?.type == "Patient")
        #expect(
            ProfileTable.known["https://fhir.nhs.uk/StructureDefinition/NHSEngland-Condition-GenomicsmCODE"]?.missingAncestor
                ?? "" != "" || ProfileTable.known.urls.contains { ProfileTable.known[$0]?.missingAncestor != nil })
    }

    @Test func aSliceMayStandOnce() {
        let identifier = #"{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}"#
        func text(_ identifiers: String...) -> String {
            #"{"resourceType":"Patient","meta":{"profile":["\#(patient)"]},"identifier":[\#(identifiers.joined(separator: ","))]}"#
        }
        #expect(errors(text(identifier)) == [])
        #expect(errors(text(identifier, identifier)) == ["profile-too-many"])
        #expect(errors(text(#"{"system":"https://fhir.nhs.uk/Id/nhs-number"}"#)) == ["profile-required"])
        #expect(errors(text(#"{"system":"https://example.test/a"}"#)) == [])
    }

    @Test func aProfileIsOfItsType() {
        #expect(
            errors(#"{"resourceType":"Group","meta":{"profile":["\#(patient)"]},"type":"person","actual":true}"#) == [
                "profile-type"
            ])
        #expect(
            errors(
                #"{"resourceType":"Group","meta":{"profile":["http://hl7.org/fhir/StructureDefinition/Patient"]},"type":"person","actual":true}"#
            ) == ["profile-type"])
    }

    @Test func whatIsNotAtHandIsNoError() {
        let report = ResourceValidator().validate(
            Array(#"{"resourceType":"Patient","meta":{"profile":["https://example.test/StructureDefinition/a"]}}"#.utf8))
        #expect(!report.hasErrors)
        #expect(report.unchecked == ["https://example.test/StructureDefinition/a"])
        #expect(errors(#"{"resourceType":"Patient","extension":[{"url":"https://example.test/a","valueString":"b"}]}"#) == [])
    }

    @Test func sharedDefinitionsSayWhatTheyAre() {
        func text(_ more: String) -> String {
            #"{"resourceType":"ValueSet","meta":{"profile":["http://hl7.org/fhir/StructureDefinition/shareablevalueset"]},"url":"https://example.test/a","version":"1","name":"A","status":"draft","publisher":"b","description":"c"\#(more)}"#
        }
        #expect(errors(text(#","experimental":true"#)) == [])
        #expect(errors(text("")) == ["profile-required"])
    }

    @Test func aProfileCanBeAskedFor() {
        #expect(errors(#"{"resourceType":"Group","type":"person","actual":true}"#, profiles: [patient]) == ["profile-type"])
    }

    @Test func extensionsKeepTheirDefinitions() {
        let url = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-BirthSex"
        func text(_ type: String, _ value: String, _ more: String = "") -> String {
            #"{"resourceType":"\#(type)"\#(more),"extension":[{"url":"\#(url)",\#(value)}]}"#
        }
        let code = #""valueCodeableConcept":{"text":"a"}"#
        #expect(errors(text("Patient", #""valueString":"a""#)) == ["profile-type"])
        #expect(errors(text("Organization", code, #","name":"b""#)).contains("extension-context"))
    }

    /// The published examples claim the profiles that are at hand; what is found in them was read by a person.
    @Test(.enabled(if: ProfileTests.examples != nil, "needs the shared examples: set HUB_SHARED"))
    func publishedExamplesRaiseFewErrors() throws {
        let folder = try #require(Self.examples)
        var files = 0
        var alarms: [String] = []
        for case let url as URL in try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        where url.pathExtension == "json" {
            files += 1
            if ResourceValidator().validate(Array(try Data(contentsOf: url))).hasErrors { alarms.append(url.lastPathComponent) }
        }
        #expect(files > 300)
        #expect(alarms.count * 50 < files, "\(alarms)")
    }

    static var examples: URL? {
        let root =
            ProcessInfo.processInfo.environment["HUB_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")
        let folder = root.appending(path: "domain/nhse-genomics-fhir")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }
}
