/// How one trust's systems write. A new trust is a new value, not new code; `Dialect+Region.swift` has the eighteen.
///
/// Every case below is a difference that real trusts' samples show; `docs/trusts.md` says who has which.
package struct Dialect: Sendable, Hashable {
    package enum Format: Sendable, Hashable, CaseIterable { case hl7v2, fhirJSON, fhirXML }

    // MARK: the envelope

    package enum Separators: Sendable, Hashable, CaseIterable {
        /// `^~\&`
        case usual
        /// `~^\&`: components and repetitions change places.
        case swapped
    }
    package enum Characters: Sendable, Hashable, CaseIterable {
        case utf8
        /// Latin-1, and MSH-18 says so.
        case latin1
        /// Latin-1, and only the feed's configuration knows.
        case latin1Unsaid
        case windows1252
    }
    package enum Times: Sendable, Hashable, CaseIterable {
        /// `20160301073000`
        case seconds
        /// `201603010730`
        case minutes
        /// `20160301073000+0000`
        case offset
    }

    package var format = Format.hl7v2
    package var version = "2.4"
    package var application = "PAS"
    /// MSH-4; nil: the ODS code; empty: blank.
    package var facility: String?
    package var separators = Separators.usual
    package var characters = Characters.utf8
    package var times = Times.seconds
    /// MSH-9.3.
    package var namesStructure = true

    // MARK: the person

    package enum NHSNumberPlace: Sendable, Hashable, CaseIterable {
        /// `9990000018^^^NHS^NH` in PID-3.
        case identifierList
        /// `9990000018^^^NHS` in PID-3: an authority and no type.
        case untyped
        /// Bare in PID-2.
        case pid2
        /// `999 000 0018` in PID-19.
        case pid19
        /// `ZPD|9990000018|01`.
        case zpd
        /// As `identifierList`, for three in four people; the others were never traced.
        case tracedOnly
    }
    package enum Authority: Sendable, Hashable {
        case ods, none
        case named(String)
        /// `^^^&2.51.1.7&ISO^PI`: a GS1 number.
        case oid(String)
    }
    package enum FurtherNumber: Sendable, Hashable {
        case none
        /// `^^^^MR`: a repetition that holds no number.
        case empty
        /// The number that another trust gave, under that trust's code.
        case ofTrust(String, place: Int)
    }
    package enum Birth: Sendable, Hashable, CaseIterable { case day, dayAndTime, year }
    package enum Sexes: Sendable, Hashable, CaseIterable {
        case letters, words
        /// 1 and 2.
        case nhs
    }
    package enum Ethnicity: Sendable, Hashable, CaseIterable {
        case code, text
        /// `A^White British^NHS`
        case codeAndText
        /// Numbers of the trust's own list.
        case local
    }
    package enum Address: Sendable, Hashable, CaseIterable {
        /// Line, town, county and postcode in their components.
        case components
        /// Line, town and county one below the other in XAD.1 to XAD.3, as on an envelope.
        case lines
    }
    package enum Telephone: Sendable, Hashable, CaseIterable {
        case number
        /// XTN.6 and XTN.7.
        case parts
        /// XTN.12.
        case unformatted
    }

    package var nhsNumber = NHSNumberPlace.identifierList
    /// PID-3.4 of the hospital number.
    package var authority = Authority.ods
    package var furtherNumber = FurtherNumber.none
    package var birth = Birth.day
    package var sexes = Sexes.letters
    package var ethnicity = Ethnicity.code
    package var address = Address.components
    package var telephone = Telephone.number
    /// All given names in XPN.2.
    package var joinsGivenNames = false
    /// A person is updated by A08 with his visit, never by A31.
    package var updatesByVisit = false
    /// Merges as A34, as before 2.3.1.
    package var mergesByA34 = false
    /// NK1-33 with the NHS number of a parent.
    package var numbersRelatives = false
    /// ZU8 with consent to share.
    package var sendsZU8 = false
    package var clinicians = Clinicians.named("GMC")

    package enum Clinicians: Sendable, Hashable {
        /// XCN.9 of a GMC number: GMC, GMCID, CONS, XX.
        case named(String)
        /// The user id of the Spine directory service.
        case sds
        /// No XCN.9 at all.
        case blank
    }

    // MARK: the order

    package enum OrderMessage: Sendable, Hashable, CaseIterable { case oml, orm }
    package enum TestCode: Sendable, Hashable, CaseIterable {
        /// `R59.3^…^England-GenomicTestDirectory`
        case national
        /// `R59.3` alone.
        case bare
        /// `WGSEPI^…^IGENE^R59.3^…^England-GenomicTestDirectory`
        case localWithAlternate
        /// `WGSEPI^…^LIMS`
        case local
        /// OBR-4 says that it is a genomic test; which, is the text of an answer.
        case answer
    }
    package enum FurtherTest: Sendable, Hashable, CaseIterable {
        case none
        /// DNA is to be stored as well: a second OBR below the one ORC, with the same number.
        case sameOrder
        /// The same with an ORC and a number of its own.
        case ownOrder
    }
    package enum Priority: Sendable, Hashable, CaseIterable {
        /// R, U
        case letters
        case words
        /// 3, 1: numbers of the trust's own list.
        case local
        /// TQ1-9
        case timing
    }
    package enum Questions: Sendable, Hashable, CaseIterable {
        /// The national data set's tags, coded answers.
        case coded
        /// `230019^…^IGENE`, answers as text.
        case localNumbers
        /// `LABOECONS1^…`, answers as text.
        case mnemonics
        /// `CONSANGUINITY: No` in NTE.
        case notes
    }
    package enum Phenotypes: Sendable, Hashable, CaseIterable {
        /// One OBX a term, the term as the question.
        case each
        /// The terms that are present as repetitions of one OBX.
        case repeated
    }
    package enum ConsentWords: Sendable, Hashable, CaseIterable {
        /// `762911000000102` (SNOMED CT), answered in LOINC.
        case coded
        /// `59284-0` (LOINC), answered in SNOMED CT.
        case pair
        /// Y and N.
        case letters
        /// A flag of type ID: Y, N.
        case flag
        /// The text of an electronic form.
        case hive
    }
    package enum SpecimenPlace: Sendable, Hashable, CaseIterable {
        /// SPM-4, coded.
        case spm
        /// SPM-4 as `SAMPLE: BL`.
        case text
        case obr15
        /// Answers to the order form.
        case answer
    }

    package var orderMessage = OrderMessage.oml
    package var testCode = TestCode.national
    package var furtherTest = FurtherTest.none
    package var priority = Priority.letters
    package var questions = Questions.coded
    package var phenotypes = Phenotypes.each
    package var consent = ConsentWords.coded
    /// The form's version as a second repetition of the answer.
    package var saysConsentVersion = false
    package var specimen = SpecimenPlace.spm
    /// A backslash that begins no escape in the order's note.
    package var breaksEscapes = false

    // MARK: reports

    package enum ReportText: Sendable, Hashable, CaseIterable {
        /// One OBX a line.
        case lines
        /// One OBX a line, OBX-2 empty.
        case untyped
        /// One OBX, `\.br\` between lines.
        case breaks
        /// One OBX, `\X0D0A\` between lines.
        case carriageReturns
    }
    package enum ConsentMessage: Sendable, Hashable, CaseIterable {
        case result
        /// MDM^T02 with the signed form as PDF.
        case document
    }

    package var reportText = ReportText.lines
    package var consentForm = ConsentMessage.result
    /// ORU without ORC.
    package var omitsORC = false

    package init() {}

    /// The common dialect with what is different.
    init(_ change: (inout Dialect) -> Void) { change(&self) }

    package var speaksFHIR: Bool { format != .hl7v2 }
    /// Facts that cannot be said in this dialect.
    package var silences: Set<FactName> {
        var silent: Set<FactName> = []
        switch nhsNumber {
        case .pid2, .pid19: silent.insert(.nhsNumberStatus)
        case .identifierList, .untyped, .zpd, .tracedOnly: break
        }
        if specimen == .obr15 { silent.insert(.specimenNumber) }
        if speaksFHIR { silent.insert(.mergedNumber) }
        return silent
    }
}
