import Canonical

/// What is ordered, and why.
struct Referral: Sendable {
    var test: (code: String, name: String, local: String)
    var diagnosis: (code: String, name: String)
    /// HPO terms; empty for cancer.
    var phenotypes: [(code: String, name: String)]

    static let all: [Referral] = [
        Referral(
            test: ("R59.3", "Early onset or syndromic epilepsy WGS", "WGSEPI"), diagnosis: ("84757009", "Epilepsy"),
            phenotypes: [("HP:0001250", "Seizure"), ("HP:0001263", "Global developmental delay")]),
        Referral(
            test: ("R29.4", "Intellectual disability WGS", "WGSID"), diagnosis: ("228156007", "Intellectual disability"),
            phenotypes: [("HP:0001249", "Intellectual disability"), ("HP:0000717", "Autism")]),
        Referral(
            test: ("R193.4", "Cystic renal disease WGS", "WGSREN"),
            diagnosis: ("765330003", "Autosomal dominant polycystic kidney disease"),
            phenotypes: [("HP:0000107", "Renal cyst")]),
        Referral(
            test: ("R67.1", "Monogenic hearing loss WGS", "WGSHL"), diagnosis: ("15188001", "Hearing loss"),
            phenotypes: [("HP:0000365", "Hearing impairment")]),
        Referral(
            test: ("M3.6", "Breast cancer WGS germline and tumour", "WGSBRE"),
            diagnosis: ("254837009", "Malignant tumour of breast"),
            phenotypes: []),
        Referral(
            test: ("M1.5", "Colorectal carcinoma WGS germline and tumour", "WGSCOL"),
            diagnosis: ("363406005", "Malignant tumour of colon"), phenotypes: []),
        Referral(
            test: ("M4.13", "Non-small cell lung cancer WGS", "WGSLUN"), diagnosis: ("254637007", "Non-small cell lung cancer"),
            phenotypes: []),
        Referral(
            test: ("M2.6", "Ovarian carcinoma WGS", "WGSOVA"), diagnosis: ("363443007", "Malignant tumour of ovary"),
            phenotypes: []),
        Referral(
            test: ("M218.1", "Prostate cancer WGS", "WGSPRO"), diagnosis: ("399068003", "Malignant tumour of prostate"),
            phenotypes: []),
        Referral(
            test: ("M94.1", "Chronic lymphocytic leukaemia WGS", "WGSCLL"),
            diagnosis: ("92814006", "Chronic lymphoid leukaemia"), phenotypes: []),
    ]
}

/// What was chosen when consent was discussed.
enum ConsentChoice: Sendable {
    case given, refusedResearch
    /// Neither the programme nor research.
    case declined
    case toFollow
}

extension Draft {
    /// A test order in the trust's own form.
    mutating func order(_ journey: Journey, control: String, consent: ConsentChoice) {
        let usesNotes = dialect.orders == .notes
        if usesNotes {
            header("ORM", "O01", structure: "ORM_O01")
        } else {
            header("OML", "O21", structure: "OML_O21")
        }
        person(journey.person)
        practice(journey.person)
        visit(journey.person, journey.visit, outpatient: true)
        let consultant = Names.consultants[Int(journey.person.number) % Names.consultants.count]
        text("ORC|")
        text(control)
        text("|")
        placer(journey)
        skip(7)
        time(context.time)
        skip(3)
        self.consultant(consultant)
        skip(9)
        text("^^")
        text(trust.ods)
        text("^^^ODS")
        end()
        request(journey)
        if usesNotes { notes(journey, consent) } else { answersThenSpecimen(journey, consent) }
    }

    private mutating func placer(_ journey: Journey) {
        number(700_000 + journey.number)
        text("^")
        text(journey.owner.ods)
    }

    /// `R59.3^…^England-GenomicTestDirectory`
    private mutating func test(_ journey: Journey) {
        let test = journey.referral.test
        if dialect.localTestCodes {
            text(test.local)
            text("^")
            text(test.name)
            text("^IGENE^")
        }
        text(test.code)
        text("^")
        text(test.name)
        text("^England-GenomicTestDirectory")
    }

    private mutating func request(_ journey: Journey) {
        text("OBR|1|")
        placer(journey)
        text("||")
        test(journey)
        text("|R|")
        date(context.time)
        if dialect.orders == .notes {
            text("|")
            time(context.time)
            skip(8)
            text("BLD&Whole blood")
        }
        end()
        if dialect.orders == .notes { return }
        text("NTE|1||Reason for referral: invented for a test\r")
        text("DG1|1||")
        text(journey.referral.diagnosis.code)
        text("^")
        text(journey.referral.diagnosis.name)
        text("^SNM3||")
        date(context.time)
        end()
    }

    private mutating func answersThenSpecimen(_ journey: Journey, _ consent: ConsentChoice) {
        if dialect.orders == .hive {
            text("OBX|1|ST|ROD^Record of discussion^HIVE||")
            text(answer(consent, yes: "Completed Electronically on HIVE", no: "Declined on HIVE", later: "To follow"))
            text("\rOBX|2|ST|ROD-RES^Research choice^HIVE||")
            text(research(consent, yes: "Completed Electronically on HIVE", no: "Declined on HIVE", later: "To follow"))
            end()
        } else {
            text("OBX|1|CE|762911000000102^Informed consent given for treatment^SNM3||")
            text(answer(consent, yes: "LA33-6^Yes^LN", no: "LA32-8^No^LN", later: "LATER^RoD to follow"))
            text("\rOBX|2|CE|RESEARCH^Research choice^WMGMC||")
            text(research(consent, yes: "LA33-6^Yes^LN", no: "LA32-8^No^LN", later: "LATER^RoD to follow"))
            end()
        }
        var set = 3
        for phenotype in journey.referral.phenotypes {
            text("OBX|")
            number(set)
            text("|CE|")
            text(phenotype.code)
            text("^")
            text(phenotype.name)
            text("^HPO||LA9633-4^Present^LN|||||F|||")
            date(context.time)
            end()
            set += 1
        }
        text("SPM|1|")
        specimen(journey)
        text("||")
        text(
            journey.referral.phenotypes.isEmpty ? "309201001^Tumour tissue sample^SNM3" : "258580003^Whole blood specimen^SNM3")
        skip(13)
        time(context.time)
        end()
    }

    /// The choice about the test and the programme in the sender's words.
    private func answer(_ consent: ConsentChoice, yes: String, no: String, later: String) -> String {
        switch consent {
        case .given, .refusedResearch: yes
        case .declined: no
        case .toFollow: later
        }
    }

    /// The choice about research in the sender's words.
    private func research(_ consent: ConsentChoice, yes: String, no: String, later: String) -> String {
        switch consent {
        case .given: yes
        case .refusedResearch, .declined: no
        case .toFollow: later
        }
    }

    private mutating func specimen(_ journey: Journey) {
        text("S")
        number(100_000 + journey.number)
        text("&")
        text(journey.owner.ods)
    }

    private mutating func notes(_ journey: Journey, _ consent: ConsentChoice) {
        text("NTE|1||RECORD OF DISCUSSION: ")
        text(answer(consent, yes: "Y", no: "N", later: "RoD to follow"))
        text("\rNTE|2||RESEARCH: ")
        text(research(consent, yes: "Y", no: "N", later: "RoD to follow"))
        text("\rNTE|3||TEST GROUP: ")
        text(journey.referral.phenotypes.isEmpty ? "Cancer" : "Rare disease")
        text("\rNTE|4||CONSANGUINITY: Unknown\r")
        text("DG1|1||")
        text(journey.referral.diagnosis.code)
        text("^")
        text(journey.referral.diagnosis.name)
        text("^SNM3||")
        date(context.time)
        end()
    }

    /// Consent discussed after the order, or taken back: the trust sends the form alone.
    mutating func consentForm(_ journey: Journey, withdrawn: Bool) {
        header("ORU", "R01", structure: "ORU_R01")
        person(journey.person)
        text("ORC|RE|")
        placer(journey)
        end()
        text("OBR|1|")
        placer(journey)
        text("||ROD^Record of discussion^WMGMC|||")
        time(context.time)
        skip(18)
        text("F\r")
        let isHive = dialect.orders == .hive
        let answer =
            isHive
            ? (withdrawn ? "Withdrawn on HIVE" : "Completed Electronically on HIVE")
            : (withdrawn ? "WITHDRAWN^Consent withdrawn^WMGMC" : "LA33-6^Yes^LN")
        let (type, test, research): (String, String, String) =
            switch dialect.orders {
            case .hive: ("ST", "ROD^Record of discussion^HIVE", "ROD-RES^Research choice^HIVE")
            case .notes: ("CE", "RECORD OF DISCUSSION^Record of discussion^UHCW", "RESEARCH^Research choice^UHCW")
            default: ("CE", "762911000000102^Informed consent given for treatment^SNM3", "RESEARCH^Research choice^WMGMC")
            }
        var set = 1
        for question in [test, research] {
            text("OBX|")
            number(set)
            text("|")
            text(type)
            text("|")
            text(question)
            text("||")
            text(answer)
            text("||||||F|||")
            time(context.time)
            end()
            set += 1
        }
    }

    // MARK: the laboratory

    private mutating func laboratoryOrder(_ journey: Journey, status: String) {
        text("ORC|RE|")
        placer(journey)
        text("|")
        filler(journey)
        text("||")
        text(status)
        end()
        text("OBR|1|")
        placer(journey)
        text("|")
        filler(journey)
        text("|")
        test(journey)
    }

    private mutating func filler(_ journey: Journey) {
        text("16-")
        number(10_000 + journey.number)
        text("^WMRGL")
    }

    private mutating func laboratorySpecimen(_ journey: Journey) {
        text("SPM|1|")
        if journey.owner.dialect.orders != .notes { specimen(journey) }
        text("^L")
        number(500_000 + journey.number)
        text("&WMRGL||258580003^Whole blood specimen^SNM3")
        skip(13)
        date(context.time)
        text("|")
        time(context.time)
        end()
    }

    /// The specimen arrived; there is no result yet.
    mutating func specimenReceived(_ journey: Journey) {
        header("ORU", "R01", structure: "ORU_R01")
        person(journey.person, by: journey.owner)
        laboratoryOrder(journey, status: "IP")
        skip(3)
        date(context.time)
        skip(18)
        text("I\r")
        laboratorySpecimen(journey)
    }

    /// The report: findings, a conclusion line by line, and the signed form.
    mutating func result(_ journey: Journey) {
        header("ORU", "R01", structure: "ORU_R01")
        person(journey.person, by: journey.owner)
        laboratoryOrder(journey, status: "CM")
        skip(3)
        date(context.time)
        skip(15)
        time(context.time)
        skip(3)
        text("F\r")
        text("OBX|1|CE|51968-6^Genetic variation clinical significance^LN||")
        text(journey.number % 3 == 0 ? "LA6668-3^Pathogenic^LN" : "LA26333-7^Uncertain significance^LN")
        text("||||||F|||")
        time(context.time)
        text("\rOBX|2|ST|48004-6^DNA change (c.HGVS)^LN||NM_000000.0:c.")
        number(100 + journey.number % 900)
        text("C>T||||||F|||")
        time(context.time)
        text("\rOBX|3|NM|81258-6^Sample variant allelic frequency^LN||0.")
        number(10 + journey.number % 89)
        text("|1^^UCUM|||||F|||")
        time(context.time)
        text("\rNTE|1||Invented for a test; nobody was sequenced.\r")
        text("OBX|4|ED|1054161000000101^Genetic report^SNM3||WMRGL^AP^PDF^Base64^JVBERi0xLjQKJSBpbnZlbnRlZAo=||||||F\r")
        laboratorySpecimen(journey)
    }

    // MARK: merges

    /// The number in MRG was a second registration of the same person.
    mutating func merge(_ person: Person, empty: Bool = false) {
        header("ADT", "A40", structure: "ADT_A39")
        recorded("A40")
        self.person(person)
        text("MRG|")
        if !empty { hospitalNumber(person.hospitalNumber(at: trust.place) + 1, of: trust) }
        end()
    }
}
