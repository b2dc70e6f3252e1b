import FHIR
import Tree

/// Names below FHIR's own address: R4's extensions are profiles at hand (`Data/CoreProfiles`); later ones are not judged, and
/// what can be neither is a mistake.
enum CoreExtensions {
    private static let base = "http://hl7.org/fhir/StructureDefinition/"

    /// The names of core extensions are a resource's or subject's, and more; or one of the words alone.
    private static let families = Set(
        """
        11179 account allergyintolerance annotation artifact artifactassessment auditevent biologicallyderivedproduct bodystructure bundle
        capabilitystatement careplan careteam characteristic citation coding codesystem communication communicationrequest
        composition concept conceptmap condition consent consumable contactpoint coverage cqf cqif cqm data datatype device
        devicedefinition devicemetric devicerequest diagnosticReport diagnosticreport documentreference ehrsrle elementdefinition encounter
        event evidence extension family familymemberhistory flag goal group hla humanname http identifier imagingstudy immunization ingredient
        individual inactive iso21090 library list location match measurereport medication medicationadministration
        medicationdispense medicationrequest medicationstatement messageheader metadataresource namingsystem nutritionorder
        observation openEHR operationdefinition operationoutcome organization organizationaffiliation package parameters
        patient permission person practitioner preferredTerminologyServer profile practitionerrole procedure provenance quantity query questionnaire questionnaireresponse
        reference referencesContained requirements relatedperson relative rendering request research researchstudy resource satisfies security
        servicerequest specimen statistics structuredefinition style subject subscription substance supplydelivery synthesis task transport
        terminology timing tz type uncertainty usagecontext valueset version workflow
        timezone resolve endpoint extended firstCreated no dosage instance
        additionalIdentifier alternate annotationType assembly bodySite calculatedValue canonicalreference codeOptions date
        designNote display duration entryFormat geolocation implementationguide itemWeight language lastSourceSync
        ldlcholesterol maxDecimalPlaces maxSize maxValue mimeType minLength minValue narrativeLink note obligation ordinalValue
        originalText preferred recipientLanguage recipientType regex rendered replaces targetConstraint targetElement
        targetInvariant targetPath translatable translation unitsofmeasure url variable xhtml expression fhirVersion choice
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Whether a core extension can have this name; those of types (`Patient`) are no extensions.
    private static func isPlausible(_ url: String) -> Bool {
        let name = url.dropFirst(base.count).prefix { $0 != "|" }
        return families.contains(String(name.prefix { $0 != "-" }))
    }

    static func check(_ id: Tree.ID, url: String, _ examination: inout Examination) {
        guard url.hasPrefix(base), !isPlausible(url), ProfileTable.known[url] == nil else { return }
        examination.report(
            "extension-unknown", "FHIR has no extension of this name", at: examination.child("url", of: id) ?? id,
            hint: "an extension of one's own has a URL of one's own")
    }
}

extension Examination {
    /// Whether a node is of the type, or is the element `Owner.element`; the path may begin at the resource.
    func stands(_ id: Tree.ID, at place: String) -> Bool {
        if typeName(of: id) == place { return true }
        var names = place.split(separator: ".").map { $0.hasSuffix("[x]") ? String($0.dropLast(3)) : String($0) }
        var current = id
        while names.count > 1, !isResource(current), let parent = tree.parent(of: current) {
            guard tree.node(current, isNamed: Name(names.removeLast())) else { return false }
            if typeName(of: parent) == names.joined(separator: ".") { return true }
            current = parent
        }
        return false
    }

    /// `Patient`, `Patient.contact`, `HumanName`; empty for what the schema does not know.
    func typeName(of id: Tree.ID) -> String { schema.type(Schema.TypeID(rawValue: tree[id].type))?.name ?? "" }
}
