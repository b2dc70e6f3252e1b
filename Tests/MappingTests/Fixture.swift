import Canonical
import Diagnostics
import FHIR
import Testing
import Tree

@testable import Mapping

/// Small maps of our own, and an invented person.
enum Fixture {
    static let cx = """
        mapping: cx-identifier
        source: CX
        target: Identifier
        make:
          system: trust.mrnSystem
          value: CX.1
        """
    static let xpn = """
        mapping: xpn-human-name
        source: XPN
        target: HumanName
        make:
          use: XPN.7.translate('name-use')
          family: XPN.1.1
          given: XPN.2.combine(XPN.3.split(' '))
        """
    static let patient = """
        mapping: pid-patient
        source: PID
        target: Patient
        let:
          mrn: PID-3.where(CX.5 = 'MR').first()
        make:
          id: identity(trust.mrnSystem, %mrn.select(CX.1))
          identifier:
            - each: PID-3.where(CX.5 = 'NH')
              system: "https://fhir.nhs.uk/Id/nhs-number"
              value: CX.1.nhsNumber()
            - each: PID-3.where(CX.5 = 'MR')
              map: cx-identifier
          name: { each: PID-5, map: xpn-human-name }
          gender: PID-8.translate('administrative-sex')
          birthDate: PID-7.toDate()
          deceasedDateTime: PID-29.toDateTime()
        ignore:
          - PID-1: the set id numbers segments
        """
    static let adt = """
        mapping: adt
        source: hl7v2 ADT_A01 ADT_A05
        event: "person-updated"
        create:
          - Patient as patient: { from: PID, map: pid-patient }
          - RelatedPerson as relative:
              each: NK1
              id: identity('relative', idOf('patient'), NK1-1)
              patient: { ref: patient }
              name: { each: NK1-2, map: xpn-human-name }
        focus: [patient]
        ignore:
          - EVN: repeats the header
          - CX.5: read to choose
        """
    static let oru = """
        mapping: oru
        source: hl7v2 ORU_R01
        event: "result-reported"
        create:
          - Patient as patient: { from: PID, map: pid-patient }
          - each: ORDER_OBSERVATION
            let: { order: OBR-3.1 }
            create:
              - Observation as observation:
                  each: OBSERVATION
                  id: identity('observation', %order, OBX-1)
                  status: "final"
                  code: { text: OBX-3.1 }
                  subject: { ref: patient }
                  valueString: OBX-5[1].1
                  note: { if: NTE-3.exists(), text: NTE.select(NTE-3.text()).join(' ') }
              - DiagnosticReport as report:
                  from: OBR
                  id: identity('report', %order)
                  status: "final"
                  code: { text: OBR-4.1 }
                  subject: { ref: patient }
                  result: { ref: observation }
                  conclusion: NTE[1]-3[1]
        focus: [report]
        """
    static let profile = """
        profile:
          mrnSystem: { about: system of hospital numbers, type: uri, default: "https://trust.example/mrn" }
        """
    static let sex = "source,target\nM,male\nF,female\nU,unknown\n"
    static let use = "source,target\nL,official\n*,\n"

    static let files: [String: String] = [
        "types/cx-identifier.yaml": cx, "types/xpn-human-name.yaml": xpn, "segments/pid-patient.yaml": patient,
        "messages/adt.yaml": adt, "messages/oru.yaml": oru, "trust-profile.yaml": profile,
        "tables/administrative-sex.csv": sex, "tables/name-use.csv": use,
    ]

    static func load(
        _ changes: [String: String] = [:], overlays: [String] = []
    ) -> (release: Release?, diagnostics: [Diagnostic]) {
        let merged = files.merging(changes) { _, new in new }
        return Release.load(files: merged.map { ($0.key, Array($0.value.utf8)) }, overlays: overlays)
    }

    static func mapper(
        _ changes: [String: String] = [:], overlay: String? = nil, facilities: [String] = [],
        environment: Environment = .test
    ) throws -> Mapper {
        let (release, diagnostics) = load(changes, overlays: overlay.map { [$0] } ?? [])
        let loaded = try #require(release, "\(diagnostics.map { $0.rendered() }.joined(separator: "\n"))")
        let feed = Feed(name: "rrk-pas", trust: "RRK", facilities: facilities, overlay: overlay)
        return Mapper(
            release: loaded, feed: feed, identity: RegionalIdentity(key: Array(1...32)), environment: environment)
    }

    static func message(
        pid: String = "PID|1||9990000018^^^NHS^NH~4711^^^RRK^MR||TESTER^ANNA^BE CE^^^^L||19800229|F", type: String = "ADT^A31",
        mode: String = "T", more: String...
    ) -> [UInt8] {
        let header = "MSH|^~\\&|PAS|RRK|HUB|HUB|20250115103000||\(type)|M1|\(mode)|2.4"
        return Array(([header, "EVN|A31|20250115103000", pid] + more).joined(separator: "\r").utf8)
    }
}

extension MappingResult {
    func resource(_ type: String, _ index: Int = 0) -> Tree.ID? {
        guard let canonical else { return nil }
        let all = canonical.children(of: .root, named: "entry").compactMap { canonical.child(of: $0, named: "resource") }
            .filter { canonical.text(of: $0) == type }
        return all.indices.contains(index) ? all[index] : nil
    }

    func text(_ type: String, _ path: Name..., index: Int = 0) -> String? { text(type, at: path, index: index) }

    func text(_ type: String, at path: [Name], index: Int) -> String? {
        guard let canonical, var at = resource(type, index) else { return nil }
        for name in path {
            guard let next = canonical.child(of: at, named: name) else { return nil }
            at = next
        }
        return canonical.text(of: at)
    }

    var codes: [String] { issues.map(\.code) }
    var jsonText: String { String(decoding: json, as: UTF8.self) }
}
