package import Tree

/// The types of one FHIR release, their elements and the codes of required bindings, in flat tables.
///
/// ```
/// let patient = Schema.r4.type(named: "Patient")!
/// patient.element(named: "name")!.isCollection        // true
/// Schema.r4.isSubtype(quantity, of: element)          // true
/// ```
/// A type is known by a number (`TypeID`, the `type` of a tree's node); numbers are stable within a process and mean
/// nothing outside it. Nested elements are types of their own, e.g. `Patient.contact`. Immutable, so shared freely.
package final class Schema: Sendable {
    /// FHIR R4 (4.0.1). Its tables are parsed on first use, which takes some milliseconds.
    package static let r4 = r4Definitions.withUTF8Buffer { Schema(.r4, definitions: $0) }
    /// FHIR STU3 (3.0.2): as R4, on first use.
    package static let stu3 = SchemaDifferences.applied(stu3Definitions, to: r4Definitions).withUnsafeBufferPointer {
        Schema(.stu3, definitions: $0)
    }

    /// A type's number; zero is no type.
    package struct TypeID: RawRepresentable, Hashable, Sendable {
        package let rawValue: UInt16
        @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }
        @inlinable package static var none: TypeID { TypeID(rawValue: 0) }
    }

    package enum Kind: UInt8, Hashable, Sendable {
        case none, resource, complex, backbone, primitive
    }

    package let release: FHIRRelease
    /// All names, one behind the other.
    let names: [UInt8]
    /// Indexed by `TypeID.rawValue`; the first is a placeholder.
    let types: [TypeRecord]
    let typeNames: [String]
    let elements: [ElementRecord]
    /// Types of choices and targets of references; elements hold ranges of it.
    let typeLists: [UInt16]
    let properties: [Property]
    let propertyIndex: HashIndex
    let typeIndex: HashIndex
    let valueSets: [String]
    let systems: [String]
    let codes: [CodeRecord]
    let codeIndex: HashIndex
    /// Types that rules are about.
    let known: KnownTypes

    init(_ release: FHIRRelease, definitions: UnsafeBufferPointer<UInt8>) {
        self.release = release
        var loading = SchemaLoading()
        loading.read(definitions)
        loading.finish()
        names = loading.names
        types = loading.types
        typeNames = loading.typeNames
        elements = loading.elements
        typeLists = loading.typeLists
        properties = loading.properties
        propertyIndex = loading.propertyIndex
        typeIndex = loading.typeIndex
        valueSets = loading.valueSets
        systems = loading.systems
        codes = loading.codes
        codeIndex = loading.codeIndex
        let numbers = loading.numbers
        known = KnownTypes(numbers)
    }
}

// MARK: - Records

struct TypeRecord {
    var nameStart: UInt32 = 0
    var nameLength: UInt8 = 0
    var kind: Schema.Kind = .none
    var isAbstract = false
    var format: PrimitiveFormat = .none
    var base: UInt16 = 0
    var firstElement: UInt16 = 0
    var elementCount: UInt16 = 0
    var nameHash: UInt32 = 0
    /// The elements that must be there, a bit each by ordinal.
    var required: UInt64 = 0
}

struct ElementRecord {
    static let unbounded = UInt16.max

    var nameStart: UInt32 = 0
    var nameLength: UInt8 = 0
    /// The place among its owner's elements, from zero: the order of FHIR XML.
    var ordinal: UInt8 = 0
    var min: UInt8 = 0
    var isChoice = false
    var isModifier = false
    var isSummary = false
    var max: UInt16 = 1
    var owner: UInt16 = 0
    /// From one into `Schema.valueSets`; zero is none.
    var binding: UInt16 = 0
    var firstType: UInt32 = 0
    var typeCount: UInt16 = 0
    var firstTarget: UInt32 = 0
    var targetCount: UInt16 = 0
}

/// One spelling of an element: `birthDate`; for a choice `valueQuantity` and the others, and `value` without a type.
struct Property {
    var nameStart: UInt32
    var nameHash: UInt32
    /// The hash of the element's name, which a choice is asked for by.
    var baseHash: UInt32
    var element: UInt16
    var owner: UInt16
    /// Zero for the name of a choice without its type.
    var type: UInt16
    var nameLength: UInt8
    var baseLength: UInt8
    var ordinal: UInt8
    var isChoice: Bool
    var isCollection: Bool
    /// From one into `Schema.valueSets`; zero is none.
    var binding: UInt16
}

struct CodeRecord {
    var start: UInt32
    var length: UInt16
    var valueSet: UInt16
    var system: UInt16
    var hash: UInt32
}

struct KnownTypes {
    let resource, xhtml, reference, `extension`, bundle, coding, codeableConcept: UInt16

    init(_ numbers: [String: UInt16]) {
        resource = numbers["Resource"] ?? 0
        xhtml = numbers["xhtml"] ?? 0
        reference = numbers["Reference"] ?? 0
        `extension` = numbers["Extension"] ?? 0
        bundle = numbers["Bundle"] ?? 0
        coding = numbers["Coding"] ?? 0
        codeableConcept = numbers["CodeableConcept"] ?? 0
    }
}

/// Which lexical rule a primitive's value follows (https://hl7.org/fhir/R4/datatypes.html).
package enum PrimitiveFormat: UInt8, Hashable, Sendable {
    case none, base64Binary, boolean, canonical, code, date, dateTime, decimal, id, instant, integer, markdown, oid
    case positiveInt, string, time, unsignedInt, uri, url, uuid, xhtml

    /// How a value of this type stands in JSON.
    package var kind: Tree.Kind {
        switch self {
        case .none: .object
        case .boolean: .boolean
        case .decimal, .integer, .positiveInt, .unsignedInt: .number
        case .xhtml: .xhtml
        case .base64Binary, .canonical, .code, .date, .dateTime, .id, .instant, .markdown, .oid, .string, .time, .uri, .url,
            .uuid:
            .string
        }
    }
}
