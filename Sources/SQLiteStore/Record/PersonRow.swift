import Canonical
import Record

/// A row of `person` with the identifiers that are its own.
struct PersonRow {
    struct Held {
        var identifier: RecordIdentifier
        var isRetired: Bool
    }

    var id: PersonID
    var kind: Participant.Class = .participant
    var birthDate: String?
    var sex: String?
    var isPseudo = false
    /// `true`, `false` or a date.
    var deceased: String?
    var isLocationHidden = false
    var mergedInto: PersonID?
    var epoch: Int64 = 0
    var choices = ConsentChoices()
    /// When the latest event happened that told demographics.
    var factsTime: Milliseconds = 0
    var identifiers: [Held] = []

    init(id: PersonID) { self.id = id }

    var participant: Participant {
        let date = deceased.flatMap { CalendarDate($0) }
        return Participant(
            kind, birthDate: birthDate.flatMap { CalendarDate($0) }, isDeceased: deceased == "true" || date != nil,
            deceasedOn: date)
    }

    var standing: ConsentStanding {
        ConsentStanding(person: id, epoch: epoch, choices: choices, participant: participant)
    }

    /// Takes over what a message says of the person; demographics only from events that are not older than the known.
    mutating func hear(_ patient: PatientFacts, at time: Milliseconds) {
        if patient.isPseudo == false { isPseudo = false }
        guard time >= factsTime else { return }
        factsTime = time
        birthDate = patient.birthDate ?? birthDate
        sex = patient.sex ?? sex
        deceased = patient.deceased ?? deceased
        isLocationHidden = patient.isLocationHidden ?? isLocationHidden
    }

    /// Whether anything that consent depends on differs.
    func isOtherParticipant(than other: PersonRow) -> Bool {
        participant != other.participant || choices != other.choices
    }

    func isStored(as other: PersonRow) -> Bool {
        kind == other.kind && birthDate == other.birthDate && sex == other.sex && isPseudo == other.isPseudo
            && deceased == other.deceased && isLocationHidden == other.isLocationHidden && mergedInto == other.mergedInto
            && epoch == other.epoch && choices == other.choices && factsTime == other.factsTime
    }
}

extension RecordIdentifier.Kind {
    var stored: Int64 {
        switch self {
        case .verifiedNHSNumber: 1
        case .unmarkedNHSNumber: 2
        case .local: 3
        case .unusableNHSNumber: 4
        }
    }

    init(stored: Int64) {
        switch stored {
        case 1: self = .verifiedNHSNumber
        case 2: self = .unmarkedNHSNumber
        case 3: self = .local
        default: self = .unusableNHSNumber
        }
    }
}
