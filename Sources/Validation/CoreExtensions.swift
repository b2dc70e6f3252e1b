import FHIR
import Tree

/// Extensions of FHIR's core that messages of this kind carry: which value they take and where they stand
/// (https://hl7.org/fhir/R4/extensibility-registry.html). Others are not judged.
enum CoreExtensions {
    private struct Rule {
        /// Spellings of the value; empty for an extension of extensions.
        var values: [String]
        /// Types of the parent, or `Owner.element`; empty is anywhere.
        var places: [String]
    }

    private static let base = "http://hl7.org/fhir/StructureDefinition/"

    private static let rules: [String: Rule] = {
        let table = """
            data-absent-reason valueCode -
            patient-birthPlace valueAddress Patient
            patient-birthTime valueDateTime Patient.birthDate
            patient-mothersMaidenName valueString Patient
            patient-genderIdentity valueCodeableConcept Patient
            patient-religion valueCodeableConcept Patient
            patient-cadavericDonor valueBoolean Patient
            patient-disability valueCodeableConcept Patient
            patient-importance valueCodeableConcept Patient
            patient-interpreterRequired valueBoolean Patient
            patient-congregation valueString Patient
            patient-citizenship - Patient
            patient-nationality - Patient
            patient-proficiency - Patient.communication
            rendered-value valueString -
            iso21090-ADXP-streetName valueString Address.line
            iso21090-ADXP-houseNumber valueString Address.line
            iso21090-ADXP-additionalLocator valueString Address.line
            iso21090-ADXP-postBox valueString Address.line
            iso21090-preferred valueBoolean -
            geolocation - Address
            humanname-own-name valueString HumanName.family
            humanname-own-prefix valueString HumanName.family
            humanname-partner-name valueString HumanName.family
            humanname-partner-prefix valueString HumanName.family
            humanname-mothers-family valueString HumanName.family
            humanname-fathers-family valueString HumanName.family
            questionnaire-hidden valueBoolean -
            questionnaire-itemControl valueCodeableConcept -
            questionnaire-unit valueCoding -
            structuredefinition-fmm valueInteger -
            structuredefinition-wg valueCode -
            structuredefinition-standards-status valueCode -
            structuredefinition-fmm-no-warnings valueInteger -
            minLength valueInteger -
            maxSize valueDecimal -
            regex valueString -
            ordinalValue valueDecimal -
            maxDecimalPlaces valueInteger -
            entryFormat valueString -
            designNote valueMarkdown -
            mimeType valueCode -
            patient-adoptionInfo valueCodeableConcept Patient
            patient-animal - Patient
            patient-relatedPerson valueReference Patient
            patient-preferenceType valueCoding Patient.communication
            humanname-assembly-order valueCode HumanName
            iso21090-EN-qualifier valueCode HumanName.family,HumanName.given,HumanName.prefix,HumanName.suffix
            iso21090-EN-use valueCode HumanName
            iso21090-EN-representation valueCode HumanName
            iso21090-AD-use valueCode Address
            iso21090-ADXP-city valueString Address.city
            iso21090-ADXP-houseNumberNumeric valueString Address.line
            iso21090-ADXP-direction valueString Address.line
            iso21090-ADXP-streetNameBase valueString Address.line
            iso21090-ADXP-streetNameType valueString Address.line
            iso21090-ADXP-unitID valueString Address.line
            iso21090-ADXP-careOf valueString Address.line
            iso21090-ADXP-censusTract valueString Address
            iso21090-nullFlavor valueCode -
            contactpoint-area valueString ContactPoint
            contactpoint-country valueString ContactPoint
            contactpoint-extension valueString ContactPoint
            contactpoint-local valueString ContactPoint
            questionnaire-minOccurs valueInteger -
            questionnaire-maxOccurs valueInteger -
            questionnaire-optionExclusive valueBoolean -
            questionnaire-optionPrefix valueString -
            questionnaire-sliderStepValue valueInteger -
            questionnaire-supportLink valueUri -
            questionnaire-unitOption valueCoding -
            questionnaire-unitValueSet valueCanonical -
            questionnaire-usageMode valueCode -
            questionnaire-signatureRequired valueCodeableConcept -
            questionnaire-referenceResource valueCode -
            questionnaire-displayCategory valueCodeableConcept -
            questionnaire-choiceOrientation valueCode -
            questionnaire-constraint - -
            valueset-conceptOrder valueInteger -
            valueset-label valueString -
            valueset-concept-comments valueString -
            valueset-unclosed valueBoolean -
            translation - -
            """
        var rules: [String: Rule] = [:]
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3 else { continue }
            func list(_ text: String) -> [String] { text == "-" ? [] : text.split(separator: ",").map(String.init) }
            rules[base + words[0]] = Rule(values: list(words[1]), places: list(words[2]))
        }
        return rules
    }()

    /// Why a value is missing is one of FHIR's reasons.
    private static func reason(_ id: Tree.ID, _ examination: inout Examination) {
        guard let code = examination.text("value", of: id), let place = examination.child("value", of: id),
            let known = CodeSystems.known["http://terminology.hl7.org/CodeSystem/data-absent-reason"], known.isWhole
        else { return }
        if known.displays[code] == nil {
            examination.report("fhir-code", "the code is no reason for an absent value", at: place)
        }
    }

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
        guard url.hasPrefix(base) else { return }
        guard let rule = rules[url] else {
            if !isPlausible(url), ProfileTable.known[url] == nil {
                examination.report(
                    "extension-unknown", "FHIR has no extension of this name", at: examination.child("url", of: id) ?? id,
                    hint: "an extension of one's own has a URL of one's own")
            }
            return
        }
        let tree = examination.tree
        if let value = tree.children(of: id).first(where: { tree[$0].flags.contains(.choice) }) {
            if !rule.values.contains(tree.name(of: value)) {
                examination.report(
                    "extension-value", "the extension takes no value of this type", at: value,
                    hint: rule.values.isEmpty ? "it holds extensions" : rule.values.joined(separator: ", "))
            }
        }
        if url == base + "data-absent-reason" { reason(id, &examination) }
        guard !rule.places.isEmpty, let parent = tree.parent(of: id) else { return }
        if !rule.places.contains(where: { examination.stands(parent, at: $0) }) {
            examination.report(
                "extension-context", "the extension does not belong here", at: id,
                hint: rule.places.joined(separator: ", "))
        }
    }
}

extension Examination {
    /// Whether a node is of the type, or is the element `Owner.element`.
    func stands(_ id: Tree.ID, at place: String) -> Bool {
        if typeName(of: id) == place { return true }
        guard !isResource(id), let dot = place.lastIndex(of: "."), let parent = tree.parent(of: id) else { return false }
        return typeName(of: parent) == place[..<dot] && tree.node(id, isNamed: Name(place[place.index(after: dot)...]))
    }

    /// `Patient`, `Patient.contact`, `HumanName`; empty for what the schema does not know.
    func typeName(of id: Tree.ID) -> String { schema.type(Schema.TypeID(rawValue: tree[id].type))?.name ?? "" }
}
