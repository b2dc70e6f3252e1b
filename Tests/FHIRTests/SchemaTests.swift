import FHIR
import Testing
import Tree

@Suite struct SchemaTests {
    private let schema = Schema.r4

    @Test func typesHaveTheirElements() throws {
        let patient = try #require(schema.type(named: "Patient"))
        #expect(patient.isResource && patient.base?.name == "DomainResource")
        let name = try #require(patient.element(named: "name"))
        #expect(name.isCollection && !name.isChoice && name.types.map(\.name) == ["HumanName"] && name.max == nil)
        let deceased = try #require(patient.element(named: "deceased"))
        #expect(deceased.isChoice && !deceased.isCollection && deceased.isModifier)
        #expect(deceased.types.map(\.name) == ["boolean", "dateTime"])
        #expect(patient.element(named: "deceasedBoolean") == nil)
        let spelled = try #require(patient.element(spelled: "deceasedDateTime"))
        #expect(spelled.element == deceased && spelled.type.name == "dateTime")
        #expect(deceased.spelling(of: spelled.type) == "deceasedDateTime")
        #expect(patient.element(named: "nmae") == nil)
        #expect(Array(patient.elements.prefix(5)).map(\.name) == ["id", "meta", "implicitRules", "language", "text"])
        let contact = try #require(patient.element(named: "contact")?.types.first)
        #expect(contact.name == "Patient.contact" && contact.kind == .backbone)
        #expect(contact.element(named: "gender")?.requiredValueSet?.contains("female") == true)
        #expect(contact.element(named: "gender")?.requiredValueSet?.contains("F") == false)
        #expect(schema.resourceTypes.count == 146)
    }

    @Test func contentReferencesAreTheTypeTheyNameAndReferencesKnowTheirTargets() throws {
        let entry = try #require(schema.type(named: "Bundle.entry"))
        #expect(entry.element(named: "link")?.types.map(\.name) == ["Bundle.link"])
        let parameters = try #require(schema.type(named: "Parameters.parameter"))
        #expect(parameters.element(named: "part")?.types.map(\.name) == ["Parameters.parameter"])
        let observation = try #require(schema.type(named: "Observation"))
        #expect(observation.element(named: "specimen")?.referenceTargets.map(\.name) == ["Specimen"])
        #expect(observation.element(named: "focus")?.referenceTargets.isEmpty == true)
    }

    @Test(arguments: [
        ("Age", "Quantity"), ("Age", "Element"), ("code", "string"), ("url", "uri"), ("positiveInt", "integer"),
        ("Patient", "DomainResource"), ("Patient", "Resource"), ("Bundle", "Resource"), ("Timing", "BackboneElement"),
        ("Patient.contact", "BackboneElement"), ("Timing.repeat", "Element"), ("string", "string"),
    ])
    func derivedTypesAreSubtypes(_ type: String, _ base: String) throws {
        let one = try #require(schema.type(named: type))
        let other = try #require(schema.type(named: base))
        #expect(one.isSubtype(of: other))
        #expect(one == other || !other.isSubtype(of: one))
    }

    @Test func unrelatedTypesAreNot() throws {
        let bundle = try #require(schema.type(named: "Bundle"))
        #expect(!bundle.isSubtype(of: try #require(schema.type(named: "DomainResource"))))
        let timing = try #require(schema.type(named: "Timing.repeat"))
        #expect(!timing.isSubtype(of: try #require(schema.type(named: "BackboneElement"))))
    }

    @Test func everyElementIsFoundByItsSpellings() {
        for type in schema.allTypes {
            for element in type.elements {
                #expect(!element.types.isEmpty)
                #expect(type.element(named: element.name) == element)
                for allowed in element.types {
                    let spelled = type.element(spelled: element.spelling(of: allowed))
                    #expect(spelled?.element == element && spelled?.type == allowed)
                }
            }
        }
    }

    @Test func annotationSetsTypesAndChoices() throws {
        let text =
            #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Observation","valueQuantity":{"value":1}}}]}"#
        var tree = try #require(JSONReader.read(Array(text.utf8)).tree)
        #expect(schema.annotate(&tree) == [])
        let value = try #require(tree.first("entry", "resource", "value"))
        #expect(tree.name(of: value) == "valueQuantity" && tree[value].flags.contains(.choice))
        #expect(schema.type(Schema.TypeID(rawValue: tree[value].type))?.name == "Quantity")
        let resource = try #require(tree.first("entry", "resource"))
        #expect(schema.type(Schema.TypeID(rawValue: tree[resource].type))?.name == "Observation")
        #expect(tree.path(of: value) == "Bundle.entry[0].resource.value")
        let once = tree.nodes.map { [UInt32($0.type), $0.nameHash, UInt32($0.matchLength), UInt32($0.flags.rawValue)] }
        schema.annotate(&tree)
        #expect(tree.nodes.map { [UInt32($0.type), $0.nameHash, UInt32($0.matchLength), UInt32($0.flags.rawValue)] } == once)
    }

    @Test func anElementCalledResourceTypeIsAnElement() throws {
        let text =
            #"{"resourceType":"ExampleScenario","status":"draft","instance":[{"resourceId":"a","resourceType":"Patient"}]}"#
        let document = FHIRDocument.parse(Array(text.utf8))
        let tree = try #require(document.tree)
        #expect(tree.text("instance", "resourceType") == "Patient")
        #expect(Validator().validate(tree) == [])
        #expect(String(decoding: JSONWriter.write(tree), as: UTF8.self) == text)
    }

    @Test func aTreeOfADataTypeIsAnnotatedFromItsRootsType() throws {
        var tree = Tree()
        tree.append(.object, named: "HumanName")
        tree.append(.string, named: "given", value: "Ada")
        tree[.root].type = try #require(schema.type(named: "HumanName")).id.rawValue
        schema.annotate(&tree)
        #expect(String(decoding: JSONWriter.write(tree), as: UTF8.self) == #"{"given":["Ada"]}"#)
        #expect(Validator().validate(tree) == [])
    }
}
