extension Schema {
    /// The structure of a message of this type and event in this version: `ADT`, `A28` gives `ADT_A05` (`ADT_A01` where the
    /// version has no `ADT_A05`). Nil when the version has no such structure.
    ///
    /// Source: table 0354 of HL7 v2.5.1 (events by structure) and chapters 3 to 17.
    package func structureName(type: String, event: String?) -> String? {
        if type == "ACK" { return structures["ACK"] == nil ? nil : "ACK" }
        guard let event, !event.isEmpty else { return structures[type] == nil ? nil : type }
        let own = "\(type)_\(event)"
        for line in Schema.eventAliases where line.type == type && line.events.contains(event) {
            if let found = line.structures.first(where: { structures[$0] != nil }) { return found }
        }
        return structures[own] == nil ? nil : own
    }

    /// Events that share a structure, the preferred structure first.
    private static let eventAliases: [(type: String, events: Set<String>, structures: [String])] = [
        ("ADT", ["A01", "A04", "A08", "A13"], ["ADT_A01"]),
        ("ADT", ["A05", "A14", "A28", "A31"], ["ADT_A05", "ADT_A01"]),
        ("ADT", ["A06", "A07"], ["ADT_A06"]),
        ("ADT", ["A09", "A10", "A11"], ["ADT_A09"]),
        ("ADT", ["A12"], ["ADT_A12", "ADT_A09"]),
        ("ADT", ["A15"], ["ADT_A15", "ADT_A16"]),
        ("ADT", ["A16"], ["ADT_A16"]),
        ("ADT", ["A21", "A22", "A23", "A25", "A26", "A27", "A29", "A32", "A33"], ["ADT_A21", "ADT_A02"]),
        ("ADT", ["A24"], ["ADT_A24"]),
        ("ADT", ["A30", "A34", "A35", "A36", "A46", "A47", "A48", "A49"], ["ADT_A30", "ADT_A39"]),
        ("ADT", ["A37"], ["ADT_A37", "ADT_A24"]),
        ("ADT", ["A39", "A40", "A41", "A42"], ["ADT_A39"]),
        ("ADT", ["A43"], ["ADT_A43"]),
        ("ADT", ["A44"], ["ADT_A44", "ADT_A43"]),
        ("ADT", ["A50", "A51"], ["ADT_A50"]),
        ("ADT", ["A52", "A53"], ["ADT_A52"]),
        ("ADT", ["A54", "A55"], ["ADT_A54"]),
        ("ADT", ["A61", "A62"], ["ADT_A61"]),
        ("BAR", ["P01"], ["BAR_P01"]),
        ("BAR", ["P05"], ["BAR_P05", "BAR_P01"]),
        ("DFT", ["P03"], ["DFT_P03"]),
        ("MDM", ["T01", "T03", "T05", "T07", "T09", "T11"], ["MDM_T01"]),
        ("MDM", ["T02", "T04", "T06", "T08", "T10"], ["MDM_T02"]),
        ("MFN", ["M14"], ["MFN_M01", "MFN_Znn"]),
        ("ORU", ["R01", "R32"], ["ORU_R01"]),
        ("ORU", ["R30", "R31"], ["ORU_R30"]),
        ("ORM", ["O01"], ["ORM_O01"]),
        ("OUL", ["R21"], ["OUL_R21"]),
        ("REF", ["I12", "I13", "I14", "I15"], ["REF_I12"]),
        ("RRI", ["I12", "I13", "I14", "I15"], ["RRI_I12"]),
        ("RPA", ["I08", "I09", "I10", "I11"], ["RPA_I08"]),
        ("RQA", ["I08", "I09", "I10", "I11"], ["RQA_I08"]),
        ("RQC", ["I05", "I06"], ["RQC_I05"]),
        ("RQP", ["I04"], ["RQP_I04"]),
        ("RQI", ["I01", "I02", "I03", "I07"], ["RQI_I01"]),
        (
            "SIU", ["S12", "S13", "S14", "S15", "S16", "S17", "S18", "S19", "S20", "S21", "S22", "S23", "S24", "S26", "S27"],
            ["SIU_S12"]
        ),
        ("SRM", ["S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10", "S11"], ["SRM_S01"]),
        ("SRR", ["S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10", "S11"], ["SRR_S01"]),
        ("PMU", ["B01", "B02"], ["PMU_B01"]),
        ("PMU", ["B04", "B05", "B06"], ["PMU_B04"]),
        ("PPR", ["PC1", "PC2", "PC3"], ["PPR_PC1"]),
        ("PGL", ["PC6", "PC7", "PC8"], ["PGL_PC6"]),
        ("PPP", ["PCB", "PCD"], ["PPP_PCB"]),
        ("PPG", ["PCC", "PCG", "PCH", "PCJ"], ["PPG_PCG"]),
        ("VXU", ["V04"], ["VXU_V04"]),
        ("QBP", ["Q21", "Q22", "Q23", "Q24", "Q25"], ["QBP_Q21", "QBP_Qnn"]),
        ("RSP", ["K22"], ["RSP_K22", "RSP_K21"]),
        ("RSP", ["K24"], ["RSP_K24", "RSP_K23"]),
        ("RDE", ["O11", "O25"], ["RDE_O11"]),
        ("RDE", ["O01"], ["RDE_O01", "RDE_O11"]),
        ("CRM", ["C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08"], ["CRM_C01"]),
        ("CSU", ["C09", "C10", "C11", "C12"], ["CSU_C09"]),
    ]
}
