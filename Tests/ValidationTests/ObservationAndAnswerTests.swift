import Testing

@testable import Validation

@Suite struct ObservationAndAnswerTests {
    private func heartRate(_ more: String) -> String {
        #"{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]}\#(more)}"#
    }

    private let category =
        #","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}]"#
    private let rest = #","subject":{"reference":"Patient/1"},"effectiveDateTime":"2024-01-01""#

    private func value(_ code: String) -> String {
        #","valueQuantity":{"value":70,"unit":"beats","system":"http://unitsofmeasure.org","code":"\#(code)"}"#
    }

    @Test func vitalSignsKeepTheirProfile() {
        #expect(errors(heartRate(category + rest + value("/min"))) == [])
        #expect(errors(heartRate(rest + value("/min"))) == ["vital-signs"])
        #expect(errors(heartRate(category + rest)) == ["vs-2"])
        #expect(errors(heartRate(category + rest + value("/s"))) == ["vital-signs"])
        #expect(errors(heartRate(category + value("/min"))) == ["vital-signs", "vital-signs"])
    }

    @Test func everyComponentAndSubjectOfAVitalSignIsAsked() {
        let part = #","component":[{"code":{"text":"posture"}}]"#
        #expect(errors(heartRate(category + rest + value("/min") + part)) == ["vs-3"])
        let device =
            ##","contained":[{"resourceType":"Device","id":"d"}],"subject":{"reference":"#d"},"effectiveDateTime":"2024-01-01""##
        #expect(errors(heartRate(category + device + value("/min"))).contains("vital-signs"))
    }

    @Test func aQuantityHasACodingsSystem() {
        func quantity(_ system: String) -> [String] {
            errors(heartRateLess(#","valueQuantity":{"value":1,"system":"\#(system)","code":"a"}"#))
        }
        #expect(quantity("https://example.test/units") == [])
        #expect(quantity("units") == ["coding-system"])
        #expect(quantity("http://hl7.org/fhir/ValueSet/ucum-units") == ["coding-system"])
    }

    private func heartRateLess(_ more: String) -> String {
        #"{"resourceType":"Observation","status":"final","code":{"text":"a"}\#(more)}"#
    }

    @Test func whatDefinitionsCallIsThere() {
        func constraint(_ text: String) -> [String] {
            errors(
                #"""
                {"resourceType":"SearchParameter","url":"https://example.test/a","name":"A","status":"draft","description":"a",
                 "code":"a","base":["Patient"],"type":"string","xpathUsage":"normal","expression":"\#(text)"}
                """#)
        }
        #expect(constraint("Patient.name") == [])
        #expect(constraint("Patient.name.blah()") == ["fhirpath"])
        #expect(constraint("Patient.name.where()") == ["fhirpath"])
        #expect(constraint("Patient.name.checkModifiers('a')") == [])
    }

    @Test func aSupplementAddsToCodesThatAreThere() {
        func supplement(_ code: String, _ more: String = "") -> [String] {
            errors(
                #"""
                {"resourceType":"CodeSystem","url":"https://example.test/a","status":"draft","content":"supplement",
                 "supplements":"http://hl7.org/fhir/administrative-gender"\#(more),"concept":[{"code":"\#(code)"}]}
                """#)
        }
        #expect(supplement("male") == [])
        #expect(supplement("männlich") == ["cs-supplement"])
        #expect(supplement("male", #","valueSet":"https://example.test/v""#) == ["cs-supplement"])
    }

    @Test func aTransformTakesItsParameters() {
        func map(_ transform: String, _ parameters: String) -> [String] {
            errors(
                #"""
                {"resourceType":"StructureMap","url":"https://example.test/a","name":"A","status":"draft","group":[{"name":"g",
                 "typeMode":"none","input":[{"name":"s","mode":"source"},{"name":"t","mode":"target"}],"rule":[{"name":"r",
                 "source":[{"context":"s","element":"a","variable":"v"}],"target":[{"context":"t","contextType":"variable",
                 "element":"b","transform":"\#(transform)","parameter":[\#(parameters)]}]}]}]}
                """#)
        }
        #expect(map("truncate", #"{"valueId":"v"},{"valueInteger":3}"#) == [])
        #expect(map("truncate", #"{"valueId":"v"}"#) == ["sm-parameter"])
        #expect(map("copy", #"{"valueId":"v"},{"valueId":"v"}"#) == ["sm-parameter"])
    }

    private func answers(_ items: String, status: String = "completed") -> String {
        #"""
        {"resourceType":"QuestionnaireResponse","status":"\#(status)","questionnaire":"#q","contained":[
          {"resourceType":"Questionnaire","id":"q","status":"active","item":[
            {"linkId":"1","type":"boolean","required":true},
            {"linkId":"2","type":"group","item":[{"linkId":"2.1","type":"choice","answerOption":[{"valueCoding":{"code":"a"}}]}]}
          ]}],"item":[\#(items)]}
        """#
    }

    private let first = #"{"linkId":"1","answer":[{"valueBoolean":true}]}"#

    @Test func answersAreWhatWasAsked() {
        #expect(errors(answers(first)) == [])
        #expect(errors(answers(first + #",{"linkId":"9"}"#)) == ["qr-item"])
        #expect(errors(answers(#"{"linkId":"1","answer":[{"valueString":"yes"}]}"#)) == ["qr-answer"])
        #expect(
            errors(answers(#"{"linkId":"2","item":[{"linkId":"2.1","answer":[{"valueCoding":{"code":"a"}}]}]}"#)) == [
                "qr-required"
            ])
        #expect(
            errors(answers(first + #",{"linkId":"2","item":[{"linkId":"2.1","answer":[{"valueCoding":{"code":"b"}}]}]}"#)) == [
                "qr-option"
            ])
        #expect(errors(answers(#"{"linkId":"2"},"# + first)) == ["qr-order"])
        #expect(errors(answers(#"{"linkId":"2"}"#, status: "in-progress")) == [])
        #expect(errors(answers(#"{"linkId":"2","text":"another question"}"#, status: "in-progress")) == ["qr-text"])
    }

    /// 1 yes or no; 2, a coding of a contained value set, when 1 is yes; 3, a text of four letters, when 1 is answered.
    private func conditional(_ items: String, status: String = "completed") -> [String] {
        errors(
            ##"""
            {"resourceType":"QuestionnaireResponse","status":"\##(status)","questionnaire":"#q","contained":[
              {"resourceType":"ValueSet","id":"v","status":"active","compose":{"include":[
                {"system":"https://example.test/s","concept":[{"code":"a"}]}]}},
              {"resourceType":"Questionnaire","id":"q","status":"active","item":[
                {"linkId":"1","type":"boolean"},
                {"linkId":"2","type":"choice","required":true,"answerValueSet":"#v",
                 "enableWhen":[{"question":"1","operator":"=","answerBoolean":true}]},
                {"linkId":"3","type":"string","maxLength":4,
                 "enableWhen":[{"question":"1","operator":"exists","answerBoolean":true}]}
              ]}],"item":[\##(items)]}
            """##)
    }

    @Test func questionsAreAnsweredWhenTheyAreEnabled() {
        let yes = #"{"linkId":"1","answer":[{"valueBoolean":true}]}"#
        let no = #"{"linkId":"1","answer":[{"valueBoolean":false}]}"#
        let coded = #"{"linkId":"2","answer":[{"valueCoding":{"system":"https://example.test/s","code":"a"}}]}"#
        #expect(conditional([yes, coded].joined(separator: ",")) == [])
        #expect(conditional(no) == [])
        #expect(conditional(yes) == ["qr-required"])
        #expect(conditional(yes, status: "in-progress") == [])
        #expect(conditional([no, coded].joined(separator: ",")) == ["qr-enable"])
        #expect(
            conditional([yes, #"{"linkId":"2","answer":[{"valueCoding":{"code":"a"}}]}"#].joined(separator: ",")) == [
                "qr-option"
            ]
        )
        #expect(conditional(#"{"linkId":"3","answer":[{"valueString":"four"}]}"#) == ["qr-enable"])
        #expect(
            conditional([no, #"{"linkId":"3","answer":[{"valueString":"fives"}]}"#].joined(separator: ",")) == ["qr-length"])
        #expect(conditional([no, no].joined(separator: ",")) == ["qr-repeat"])
    }

    @Test func definitionsNameTypesOfR4() {
        func profile(_ element: String) -> [String] {
            errors(
                #"{"resourceType":"StructureDefinition","url":"https://example.test/a","name":"A","status":"draft","kind":"resource","abstract":false,"type":"Patient","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient","derivation":"constraint","differential":{"element":[{"id":"Patient","path":"Patient"},\#(element)]}}"#
            )
        }
        #expect(profile(#"{"id":"Patient.gender","path":"Patient.gender","type":[{"code":"code"}],"fixedCode":"male"}"#) == [])
        #expect(profile(#"{"id":"Patient.gender","path":"Patient.gender","type":[{"code":"codes"}]}"#) == ["sd-type"])
        #expect(
            profile(#"{"id":"Patient.gender","path":"Patient.gender","type":[{"code":"code"}],"fixedDate":"2000"}"#) == [
                "sd-value"
            ]
        )
    }

    @Test func definitionsSayWhatCanBeRead() {
        let parameter =
            #"{"resourceType":"SearchParameter","url":"https://example.test/a","name":"a","status":"draft","description":"b","code":"c","base":["Patient"],"type":"string","expression":"Patient.where("}"#
        #expect(errors(parameter).contains("fhirpath"))
        let codes =
            #"{"resourceType":"CodeSystem","status":"draft","content":"complete","count":2,"concept":[{"code":"a"}]}"#
        #expect(errors(codes) == ["cs-count"])
    }
}

@Suite struct CheckDigitTests {
    @Test(arguments: ["22298006", "73211009", "254837009:363698007=76752008"])
    func identifiersOfSNOMED(code: String) { #expect(CheckDigits.isSNOMED(code)) }

    @Test(arguments: ["22298007", "1", "abc", "022298006"])
    func noIdentifiersOfSNOMED(code: String) { #expect(!CheckDigits.isSNOMED(code)) }

    @Test(arguments: ["8867-4", "85354-9", "29463-7", "LA6576-8", "2345-7"])
    func codesOfLOINC(code: String) { #expect(CheckDigits.isLOINC(code)) }

    @Test(arguments: ["8867-5", "8867", "BP", "8867-44"])
    func noCodesOfLOINC(code: String) { #expect(!CheckDigits.isLOINC(code)) }

    @Test func whatDefinesIsHeldToo() {
        let questionnaire =
            #"{"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"string","enableWhen":[{"question":"2","operator":"exists","answerBoolean":true}]}]}"#
        #expect(errors(questionnaire) == ["q-enable"])
        let system =
            #"{"resourceType":"CodeSystem","status":"draft","content":"complete","property":[{"code":"p","type":"integer"}],"concept":[{"code":"a","property":[{"code":"p","valueString":"b"}]}]}"#
        #expect(errors(system) == ["cs-property"])
        let profile =
            #"{"resourceType":"StructureDefinition","url":"https://example.test/a","name":"A","status":"draft","kind":"resource","abstract":false,"type":"Patient","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient","derivation":"constraint","differential":{"element":[{"id":"Patient","path":"Patient"},{"id":"Patient.nam","path":"Patient.nam"},{"id":"Patient.gender","path":"Patient.gender","max":"2"}]}}"#
        #expect(errors(profile) == ["sd-path", "sd-max"])
        let twice = #"{"resourceType":"Patient","name":[{"id":"a","family":"b"},{"id":"a","family":"c"}]}"#
        #expect(errors(twice) == ["duplicate-id"])
    }
}
