import Canonical
import Diagnostics
import Record
import Testing

@Suite struct PersonResolutionTests {
    static let verified =
        #""extension":[{"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus","valueCodeableConcept":{"coding":[{"code":"01"}]}}]"#
    static let traceRequired =
        #""extension":[{"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus","valueCodeableConcept":{"coding":[{"code":"03"}]}}]"#

    static func patient(_ members: String) throws -> PatientFacts {
        let bundle = try tree(
            #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"p",\#(members)}}]}"#)
        return try #require(MessageFacts(bundle).patients.first)
    }

    static func nhs(_ seed: Int, _ mark: String? = verified) -> String {
        #"{\#(mark.map { $0 + "," } ?? "")"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(testNumber(seed))"}"#
    }
    static func mrn(_ value: String, _ system: String = "urn:rrk") -> String {
        #"{"system":"\#(system)","value":"\#(value)"}"#
    }

    static func resolve(_ members: String, _ known: [KnownPerson]) throws -> PersonResolution {
        let patient = try patient(members)
        var matches: [RecordIdentifier: KnownPerson] = [:]
        for identifier in patient.identifiers {
            matches[identifier] = known.first { person in
                person.identifiers.contains { $0.system == identifier.system && $0.value == identifier.value }
            }
        }
        return PersonResolution.resolve(patient, matches: matches)
    }

    static func person(
        _ id: Int64, nhs seed: Int? = nil, isVerified: Bool = true, mrn: String? = nil, birth: String? = "1970-01-01",
        sex: String? = "female"
    ) -> KnownPerson {
        var identifiers: [RecordIdentifier] = []
        if let seed { identifiers.append(.nhsNumber(testNumber(seed), verified: isVerified)) }
        if let mrn { identifiers.append(RecordIdentifier(system: "urn:rrk", value: mrn)) }
        return KnownPerson(id: PersonID(id), birthDate: birth, sex: sex, identifiers: identifiers)
    }

    @Test func nobodyKnownIsSomebodyNew() throws {
        #expect(try Self.resolve(#""identifier":[\#(Self.mrn("1"))]"#, []) == .new)
    }

    @Test func aVerifiedNumberJoinsTrusts() throws {
        let known = Self.person(1, nhs: 1, mrn: "1")
        let said = #""birthDate":"1970-01-01","identifier":[\#(Self.nhs(1)),\#(Self.mrn("77", "urn:rjc"))]"#
        #expect(try Self.resolve(said, [known]) == .existing(PersonID(1)))
    }

    @Test func anUntracedNumberNeverMatches() throws {
        let said = #""birthDate":"1970-01-01","identifier":[\#(Self.nhs(1, Self.traceRequired))]"#
        #expect(try Self.resolve(said, [Self.person(1, nhs: 1)]) == .new)
    }

    @Test func anUnmarkedNumberMatchesOnlyWithTheBirthDate() throws {
        let known = Self.person(1, nhs: 1)
        #expect(
            try Self.resolve(#""birthDate":"1970-01-01","identifier":[\#(Self.nhs(1, nil))]"#, [known])
                == .existing(PersonID(1)))
        #expect(try Self.resolve(#""birthDate":"1971-01-01","identifier":[\#(Self.nhs(1, nil))]"#, [known]) == .new)
        #expect(try Self.resolve(#""identifier":[\#(Self.nhs(1, nil))]"#, [known]) == .new)
    }

    @Test func aPseudoPersonIsMatchedByLocalIdentifierOnly() throws {
        let pseudo =
            #""extension":[{"url":"https://genomics-hub.example/StructureDefinition/pseudo-person","valueBoolean":true}]"#
        let known = Self.person(1, nhs: 1, mrn: "1")
        #expect(try Self.resolve("\(pseudo),\"identifier\":[\(Self.nhs(1))]", [known]) == .new)
        #expect(try Self.resolve("\(pseudo),\"identifier\":[\(Self.mrn("1"))]", [known]) == .existing(PersonID(1)))
    }

    @Test func identifiersOfTwoPersonsConflict() throws {
        let said = #""identifier":[\#(Self.nhs(2)),\#(Self.mrn("1"))]"#
        let outcome = try Self.resolve(said, [Self.person(1, mrn: "1"), Self.person(2, nhs: 2)])
        #expect(outcome == .conflict(.identifiersOfDifferentPersons))
    }

    @Test func twoNumbersOfOneAuthorityConflict() throws {
        let known = Self.person(1, nhs: 1, mrn: "1")
        #expect(
            try Self.resolve(#""identifier":[\#(Self.nhs(1)),\#(Self.mrn("2"))]"#, [known])
                == .conflict(.anotherLocalIdentifier))
        // Listed side by side the trust itself says that both are this person's.
        #expect(
            try Self.resolve(#""identifier":[\#(Self.nhs(1)),\#(Self.mrn("1")),\#(Self.mrn("2"))]"#, [known])
                == .existing(PersonID(1)))
    }

    @Test func anotherNHSNumberUnderOneLocalNumberConflicts() throws {
        let known = Self.person(1, nhs: 1, mrn: "1")
        #expect(
            try Self.resolve(#""identifier":[\#(Self.nhs(50)),\#(Self.mrn("1"))]"#, [known]) == .conflict(.nhsNumberDiffers))
        // A traced number corrects an unmarked one.
        let untraced = Self.person(1, nhs: 1, isVerified: false, mrn: "1")
        #expect(
            try Self.resolve(#""identifier":[\#(Self.nhs(50)),\#(Self.mrn("1"))]"#, [untraced]) == .existing(PersonID(1)))
    }

    @Test(arguments: [
        ("1970-01-01", "female", true), ("1971-01-01", "female", true), ("1970-01-01", "male", true),
        ("1971-01-01", "male", false), ("1971-01-01", "unknown", true),
    ])
    func birthDateAndSexBothDifferentConflict(birth: String, sex: String, matches: Bool) throws {
        let said = #""birthDate":"\#(birth)","gender":"\#(sex)","identifier":[\#(Self.mrn("1"))]"#
        let expected: PersonResolution = matches ? .existing(PersonID(1)) : .conflict(.demographicsDiffer)
        #expect(try Self.resolve(said, [Self.person(1, mrn: "1")]) == expected)
    }

    @Test func fillersVisitsAndOldNumbersNameNobody() throws {
        let patient = try Self.patient(
            #""identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"2222222222"},{"system":"urn:v","value":"1","type":{"coding":[{"code":"VN"}]}},{"use":"old","system":"urn:rrk","value":"3"},{"system":"https://genomics-hub.example/Id/unusable-nhs-number","value":"3333333333"}]"#
        )
        #expect(patient.identifiers.isEmpty)
    }

    @Test func diagnosticsCarryNoValues() {
        for conflict in IdentityConflict.allCases {
            #expect(conflict.diagnostic.code == "record-\(conflict.rawValue)")
            #expect(conflict.diagnostic.hint?.isEmpty == false)
        }
    }
}
