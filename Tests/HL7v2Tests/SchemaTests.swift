import HL7v2
import Testing

@Suite struct SchemaTests {
    @Test(arguments: Version.allCases)
    func everyVersionHasItsParts(_ version: Version) throws {
        let schema = Schema.of(version)
        #expect(schema.version == version)
        #expect(schema.segments.count > 90)
        #expect(schema.structures.count > 90)
        #expect(schema.segment("PID")?.field(3)?.dataType == "CX")
        #expect(schema.segment("PID")?.field(3)?.repeats == true)
        #expect(schema.segment("MSH")?.field(10)?.isRequired == true)
        #expect(schema.structure("ADT_A01")?.contains("PID") == true)
        #expect(schema.table("HL70001")?.contains("F") == true)
        #expect(schema.table("0001") == schema.table("HL70001"))
        #expect(schema.segment("QQQ") == nil)
        #expect(schema.segment("PID")?.field(0) == nil)
        #expect(schema.segment("PID")?.field(500) == nil)
        for segment in schema.segments.values {
            for field in segment.fields { #expect(schema.dataType(field.dataType) != nil, "\(segment.name)-\(field.position)") }
        }
        for structure in schema.structures.values {
            #expect(structure.elements[structure.root.lowerBound].name == "MSH")
            for element in structure.elements.dropFirst() where element.kind == .group {
                #expect(!element.children.isEmpty, "\(structure.name) \(element.name)")
                #expect(element.children.count < 64)
            }
        }
    }

    @Test func namesAreReadable() {
        let schema = Schema.of(.v2_4)
        #expect(schema.segment("PID")?.field(3)?.name == "Patient Identifier List")
        #expect(schema.segment("PID")?.field(6)?.name == "Mother's Maiden Name")
        #expect(schema.segment("PID")?.field(7)?.name == "Date/Time of Birth")
        #expect(schema.segment("PID")?.field(1)?.name == "Set ID - PID")
        #expect(schema.dataType("XAD")?.component(1)?.name == "Street Address")
        #expect(schema.dataType("CX")?.component(5)?.name == "Identifier Type Code")
        #expect(schema.dataType("CX")?.component(5)?.table == "HL70203")
    }

    @Test func versionsDiffer() {
        #expect(
            Schema.of(.v2_3).segment("PID")?.field(5)?.max == 1 || Schema.of(.v2_3).segment("PID")?.field(5)?.repeats == true)
        #expect(Schema.of(.v2_3).segment("SFT") == nil)
        #expect(Schema.of(.v2_5).segment("SFT") != nil)
        #expect(Schema.of(.v2_3).segment("OBX")?.field(3)?.dataType == "CE")
        #expect(Schema.of(.v2_7).segment("OBX")?.field(3)?.dataType == "CWE")
        #expect(Schema.of(.v2_4).segment("OBX")?.field(5)?.dataType == "varies")
        #expect(Schema.of(.v2_7).segment("PID")?.field(19)?.isWithdrawn == true)
    }

    @Test func definitionsOfPaths() {
        let schema = Schema.of(.v2_5_1)
        #expect(schema.definition(segment: "PID", field: 3, components: [4, 2])?.name == "Universal ID")
        #expect(schema.definition(segment: "PID", field: 5, components: [1, 1])?.dataType == "ST")
        #expect(schema.definition(segment: "PID", field: 8, components: [1])?.dataType == "IS")
        #expect(schema.definition(segment: "PID", field: 8, components: [2]) == nil)
        #expect(schema.definition(segment: "PID", field: 3, components: [99]) == nil)
    }

    @Test func structuresHaveGroups() throws {
        let structure = try #require(Schema.of(.v2_5_1).structure("ORU_R01"))
        #expect(structure.paths(to: "SPM") == [["PATIENT_RESULT", "ORDER_OBSERVATION", "SPECIMEN"]])
        let order = try #require(structure.group(["PATIENT_RESULT", "ORDER_OBSERVATION"]))
        #expect(order.repeats)
        #expect(order.isRequired)
        #expect(structure.group(["ORDER_OBSERVATION"]) == nil)
        let referral = try #require(Schema.of(.v2_4).structure("OML_O21"))
        #expect(referral.contains("SPM"), "lent from 2.5")
        #expect(Schema.of(.v2_4).definition(segment: "SPM", field: 2, components: [1, 1])?.dataType == "ST")
        #expect(Schema.of(.v2_4).definition(segment: "SPM", field: 4, components: [3])?.name == "Name of Coding System")
        #expect(Schema.of(.v2_4).structure("ORM_O01")?.paths(to: "OBR") == [["ORDER", "ORDER_DETAIL"]])
    }

    @Test(arguments: [
        ("2.4", Version.v2_4, true), ("2.5.9", .v2_5_1, false), ("2.9", .v2_8_2, false), ("3.0", .v2_8_2, false),
        ("2.2", .v2_3, false), ("x", .v2_4, false), ("", .v2_4, false), ("2.99999999999999999999", .v2_8_2, false),
    ])
    func theNearestVersion(_ text: String, _ version: Version, _ exact: Bool) {
        let found = Version.named(text)
        #expect(found.version == version)
        #expect(found.exact == exact)
    }
}
