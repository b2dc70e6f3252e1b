/// The grammar of UCUM's case-sensitive codes (https://ucum.org/ucum), and its units by name.
enum UCUM {
    enum Judgement { case valid, unknown, wrong }

    /// `wrong` is only said of what cannot be a unit: its grammar is broken, or a word of it is no unit with any prefix.
    static func judge(_ code: String) -> Judgement {
        guard !code.isEmpty, code.utf8.count <= 200 else { return .wrong }
        var reading = Reading(Array(code.unicodeScalars))
        guard reading.term(), reading.isAtEnd else { return .wrong }
        return reading.hasWrong ? .wrong : reading.hasUnknown ? .unknown : .valid
    }

    private struct Reading {
        let text: [Unicode.Scalar]
        var at = 0
        var depth = 0
        /// A name in brackets that is not listed here.
        var hasUnknown = false
        var hasWrong = false

        init(_ text: [Unicode.Scalar]) { self.text = text }

        var isAtEnd: Bool { at == text.count }
        var next: Unicode.Scalar? { at < text.count ? text[at] : nil }

        mutating func term() -> Bool {
            guard depth < 20 else { return false }
            if next == "/" { at += 1 }
            guard component() else { return false }
            while next == "." || next == "/" {
                at += 1
                guard component() else { return false }
            }
            return true
        }

        private mutating func component() -> Bool {
            if next == "(" {
                at += 1
                depth += 1
                defer { depth -= 1 }
                guard term(), next == ")" else { return false }
                at += 1
                return annotation()
            }
            if next == "{" { return annotation() }
            var word = ""
            while let scalar = next, !"./(){}".unicodeScalars.contains(scalar) {
                if scalar == "[" {
                    while let inner = next, inner != "]" {
                        word.unicodeScalars.append(inner)
                        at += 1
                    }
                    guard next == "]" else { return false }
                }
                guard let scalar = next, scalar.value > 0x20, scalar.value < 0x7F else { return false }
                word.unicodeScalars.append(scalar)
                at += 1
            }
            guard !word.isEmpty else { return false }
            if !isUnit(word) {
                if word.contains("[") { hasUnknown = true } else { hasWrong = true }
            }
            return annotation()
        }

        private mutating func annotation() -> Bool {
            while next == "{" {
                while let scalar = next, scalar != "}" {
                    guard scalar.value >= 0x20, scalar.value < 0x7F else { return false }
                    at += 1
                }
                guard next == "}" else { return false }
                at += 1
            }
            return true
        }

        /// An atom with or without a prefix and an exponent, or a number.
        private func isUnit(_ word: String) -> Bool {
            if word.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { return true }
            if isAtom(word) { return true }
            var base = Substring(word)
            while let last = base.utf8.last, last >= 0x30, last <= 0x39 { base.removeLast() }
            guard base.utf8.count < word.utf8.count, base.count > 1 || isAtom(String(base)) else { return false }
            if isAtom(String(base)) { return true }
            guard base.last == "-" || base.last == "+" else { return false }
            return isAtom(String(base.dropLast()))
        }

        private func isAtom(_ word: String) -> Bool {
            if UCUM.metric.contains(word) || UCUM.plain.contains(word) { return true }
            return UCUM.prefixes.contains { word.hasPrefix($0) && UCUM.metric.contains(String(word.dropFirst($0.count))) }
        }
    }

    private static let prefixes = "Y Z E P T G M k h da d c m u n p f a z y Ki Mi Gi Ti".split(separator: " ").map(String.init)

    /// Units that take prefixes.
    private static let metric = words(
        """
        m s g rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv l L ar t bar u eV pc gf [g] [iU] [IU] Ky
        Gal dyn erg P Bi St Mx G Oe Gb sb Lmb ph Ci R RAD REM cal cal_[15] cal_[20] cal_m cal_IT cal_th [c] [h] [k] [eps_0]
        [mu_0] [e] [m_e] [m_p] [G] m[H2O] m[Hg] mho eq osm kat U g% [Btu] bit By Bd Np B B[SPL] B[V] B[mV] B[uV] B[10.nV] B[W]
        B[kW] tex [APL'U] [GPL'U] [MPL'U] [PFU] [FFU] st bit_s [m/s2/Hz^(1/2)] [cicero] dpt [degRe] [rlk'U] att [ly] [knk'U]
        """)

    /// Units that take none.
    private static let plain = words(
        """
        10* 10^ [pi] % [ppth] [ppm] [ppb] [pptr] deg gon ' '' min h d a_t a_j a_g a wk mo_s mo_j mo_g mo AU atm [in_i] [ft_i]
        [yd_i] [mi_i] [fth_i] [nmi_i] [kn_i] [sin_i] [sft_i] [syd_i] [cin_i] [cft_i] [cyd_i] [bf_i] [cr_i] [mil_i] [cml_i]
        [hd_i] [ft_us] [yd_us] [in_us] [rd_us] [ch_us] [lk_us] [rch_us] [rlk_us] [fth_us] [fur_us] [mi_us] [acr_us] [srd_us]
        [smi_us] [sct] [twp] [mil_us] [in_br] [ft_br] [rd_br] [ch_br] [lk_br] [fth_br] [pc_br] [yd_br] [mi_br] [nmi_br]
        [kn_br] [acr_br] [gal_us] [bbl_us] [qt_us] [pt_us] [gil_us] [foz_us] [fdr_us] [min_us] [crd_us] [bu_us] [gal_wi]
        [pk_us] [dqt_us] [dpt_us] [tbs_us] [tsp_us] [cup_us] [foz_m] [cup_m] [tsp_m] [tbs_m] [gal_br] [pk_br] [bu_br] [qt_br]
        [pt_br] [gil_br] [foz_br] [fdr_br] [min_br] [gr] [lb_av] [oz_av] [dr_av] [scwt_av] [lcwt_av] [ston_av] [lton_av]
        [stone_av] [pwt_tr] [oz_tr] [lb_tr] [sc_ap] [dr_ap] [oz_ap] [lb_ap] [oz_m] [lne] [pnt] [pca] [pnt_pr] [pca_pr] [pied]
        [pouce] [ligne] [didot] [cicero] [degF] [degR] [degRe] [lbf_av] [Cal] [Btu_39] [Btu_59] [Btu_60] [Btu_m] [Btu_IT]
        [Btu_th] [HP] [in_i'H2O] [in_i'Hg] [PRU] [wood'U] [diop] [p'diop] %[slope] [mesh_i] [Ch] [drp] [hnsf'U] [MET] [hp'_X]
        [hp'_C] [hp'_M] [hp'_Q] [hp_X] [hp_C] [hp_M] [hp_Q] [kp_X] [kp_C] [kp_M] [kp_Q] [pH] [S] [HPF] [LPF] [arb'U] [USP'U]
        [GPL'U] [MPL'U] [APL'U] [beth'U] [anti'Xa'U] [todd'U] [dye'U] [smgy'U] [bdsk'U] [ka'U] [knk'U] [mclg'U] [tb'U]
        [CCID_50] [TCID_50] [EID_50] [PFU] [FFU] [CFU] [IR] [BAU] [AU] [Amb'a'1'U] [PNU] [Lf] [D'ag'U] [FEU] [ELU] [EU] b
        [todd'U] [car_m] [car_Au] [smoot] bit_s circ sph [car_Au] [psi] [den] [hd_i] [lbf_av] [acr_us] [min_us] [ELU] [mu_0]
        [Btu] [g] [c] [m_e] [HPF] [mil_us] [pouce] [ppb] [ly] att [rch_us] [Amb'a'1'U] [bdsk'U] [u'Hg] Lf [iU] [IU] m[H2O]
        """)

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
