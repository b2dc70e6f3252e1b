// Written by Tools/hl7v2-schema.py from the facts of the HL7 v2 standard; do not edit.
// Schema+Parsing.swift says how to read it.
// swift-format-ignore-file

extension SchemaText {
    static let segments: StaticString = #"""
:ABS
1	3fc	XCN		0010	Discharge Care Provider
2	3e0	CWE		0069	Transfer Medical Service Code
2	1c	CE		0069	Transfer Medical Service Code
3	3e0	CWE		0421	Severity of Illness Code
3	1c	CE		0421	Severity of Illness Code
4	3e0	DTM			Date/Time of Attestation
4	1c	TS			Date/Time of Attestation
5	3fc	XCN			Attested by
6	3e0	CWE		0422	Triage Code
6	1c	CE		0422	Triage Code
7	3e0	DTM			Abstract Completion Date/Time
7	1c	TS			Abstract Completion Date/Time
8	3fc	XCN			Abstracted by
9	3e0	CWE		0423	Case Category Code
9	1c	CE		0423	Case Category Code
10	3fc	ID		0136	Caesarian Section Indicator
11	3e0	CWE		0424	Gestation Category Code
11	1c	CE		0424	Gestation Category Code
12	3fc	NM			Gestation Period Weeks
13	3e0	CWE		0425	Newborn Code
13	1c	CE		0425	Newborn Code
14	3fc	ID		0136	Stillborn Indicator
:ACC
1	3e0	DTM			Accident Date/Time
1	1f	TS			Accident Date/Time
2	3e0	CWE		0050	Accident Code
2	1f	CE		0050	Accident Code
3		ST			Accident Location
4	3e0	CWE		0347	Auto Accident State
4	1e	CE		0347	Auto Accident State
4	1	CE			Auto Accident State
5		ID		0136	Accident Job Related Indicator
6		ID		0136	Accident Death Indicator
7	3fc	XCN			Entered by
8	3fc	ST			Accident Description
9	3fc	ST			Brought in by
10	3fc	ID		0136	Police Notified Indicator
11	3f8	XAD			Accident Address
12	3c0	NM			Degree of Patient Liability
13	380	EI	*		Accident Identifier
:ADD
1		ST			Addendum Continuation Pointer
:ADJ
1	3e0	EI	!		Provider Adjustment Number
2	3e0	EI	!		Payer Adjustment Number
3	3e0	SI	!		Adjustment Sequence Number
4	3c0	CWE	!	0564	Adjustment Category
4	20	IS	!	0564	Adjustment Category
5	3c0	CP	*		Adjustment Amount
5	20	CP			Adjustment Amount
6	3e0	CQ		0560	Adjustment Quantity
7	3e0	CWE	*	0565	Adjustment Reason Pa
8	3e0	ST			Adjustment Description
9	3e0	NM			Original Value
10	3e0	NM			Substitute Value
11	3c0	CWE		0569	Adjustment Action
11	20	IS		0569	Adjustment Action
12	3e0	EI			Provider Adjustment Number Cross Reference
13	3e0	EI			Provider Product Service Line Item Number Cross Reference
14	3e0	DTM	!		Adjustment Date
15	3e0	XON			Responsible Organization
:AFF
1	3f4	SI	!		Set ID - AFF
1	8	SI	!		Set ID   - AFF
2	3fc	XON	!		Professional Organization
3	3fc	XAD			Professional Organization Address
4	3fc	DR	*		Professional Organization Affiliation Date Range
5	3fc	ST			Professional Affiliation Additional Information
:AIG
1		SI	!		Set ID - AIG
2		ID		0206	Segment Action Code
3	3e0	CWE			Resource ID
3	1f	CE			Resource ID
4	3e0	CWE	!		Resource Type
4	1f	CE	!		Resource Type
5	3e0	CWE	*		Resource Group
5	1f	CE	*		Resource Group
6		NM			Resource Quantity
7	3e0	CNE			Resource Quantity Units
7	1f	CE			Resource Quantity Units
8	3e0	DTM			Start Date/Time
8	1f	TS			Start Date/Time
9		NM			Start Date/Time Offset
10	3e0	CNE			Start Date/Time Offset Units
10	1f	CE			Start Date/Time Offset Units
11		NM			Duration
12	3e0	CNE			Duration Units
12	1f	CE			Duration Units
13	3c0	CWE		0279	Allow Substitution Code
13	3f	IS		0279	Allow Substitution Code
14	3e0	CWE		0278	Filler Status Code
14	1f	CE		0278	Filler Status Code
:AIL
1		SI	!		Set ID - AIL
2		ID		0206	Segment Action Code
3	3f8	PL	*		Location Resource ID
3	6	PL			Location Resource ID
3	1	PL	!		Location Resource ID
4	3e0	CWE		0305	Location Type - AIL
4	18	CE		0305	Location Type - AIL
4	6	CE	!		Location Type - AIL
4	1	CE			Location Type
5	3e0	CWE			Location Group
5	1f	CE			Location Group
6	3e0	DTM			Start Date/Time
6	1f	TS			Start Date/Time
7		NM			Start Date/Time Offset
8	3e0	CNE			Start Date/Time Offset Units
8	1f	CE			Start Date/Time Offset Units
9		NM			Duration
10	3e0	CNE			Duration Units
10	1f	CE			Duration Units
11	3c0	CWE		0279	Allow Substitution Code
11	3f	IS		0279	Allow Substitution Code
12	3e0	CWE		0278	Filler Status Code
12	1f	CE		0278	Filler Status Code
:AIP
1		SI	!		Set ID - AIP
2		ID		0206	Segment Action Code
3	3fe	XCN	*		Personnel Resource ID
3	1	XCN			Personnel Resource ID
4	3e0	CWE		0182	Resource Type
4	18	CE		0182	Resource Type
4	7	CE	!		Resource Role
5	3e0	CWE			Resource Group
5	1e	CE			Resource Group
5	1	CE	*		Resource Group
6	3e0	DTM			Start Date/Time
6	1f	TS			Start Date/Time
7		NM			Start Date/Time Offset
8	3e0	CNE			Start Date/Time Offset Units
8	1f	CE			Start Date/Time Offset Units
9		NM			Duration
10	3e0	CNE			Duration Units
10	1f	CE			Duration Units
11	3c0	CWE		0279	Allow Substitution Code
11	3f	IS		0279	Allow Substitution Code
12	3e0	CWE		0278	Filler Status Code
12	1f	CE		0278	Filler Status Code
:AIS
1		SI	!		Set ID - AIS
2		ID		0206	Segment Action Code
3	3e0	CWE	!		Universal Service Identifier
3	1d	CE	!		Universal Service Identifier
3	2	CE	!		Universal Service ID
4	3e0	DTM			Start Date/Time
4	1f	TS			Start Date/Time
5		NM			Start Date/Time Offset
6	3e0	CNE			Start Date/Time Offset Units
6	1f	CE			Start Date/Time Offset Units
7		NM			Duration
8	3e0	CNE			Duration Units
8	1f	CE			Duration Units
9	3c0	CWE		0279	Allow Substitution Code
9	3f	IS		0279	Allow Substitution Code
10	3e0	CWE		0278	Filler Status Code
10	1f	CE		0278	Filler Status Code
11	3e0	CWE	*	0411	Placer Supplemental Service Information
11	1c	CE	*	0411	Placer Supplemental Service Information
12	3e0	CWE	*	0411	Filler Supplemental Service Information
12	1c	CE	*	0411	Filler Supplemental Service Information
:AL1
1	3fb	SI	!		Set ID - AL1
1	4	CE	!		Set ID - AL1
2	3e0	CWE		0127	Allergen Type Code
2	1c	CE		0127	Allergen Type Code
2	2	IS		0127	Allergy Type
2	1	ID		0127	Allergy Type
3	3e0	CWE	!		Allergen Code Mnemonic Description
3	1c	CE	!		Allergen Code Mnemonic Description
3	3	CE	!		Allergy Code Mnemonic Description
4	3e0	CWE		0128	Allergy Severity Code
4	1c	CE		0128	Allergy Severity Code
4	2	IS		0128	Allergy Severity
4	1	ID		0128	Allergy Severity
5	3fc	ST	*		Allergy Reaction Code
5	2	ST	*		Allergy Reaction
5	1	ST			Allergy Reaction
6	3f	DT			Identification Date
:APR
1	3fe	SCV	*	0294	Time Selection Criteria
1	1	SCV	*		Time Selection Criteria
2	3fe	SCV	*	0294	Resource Selection Criteria
2	1	SCV	*		Resource Selection Criteria
3	3fe	SCV	*	0294	Location Selection Criteria
3	1	SCV	*		Location Selection Criteria
4		NM			Slot Spacing Criteria
5		SCV	*		Filler Override Criteria
:ARQ
1		EI	!		Placer Appointment ID
2		EI			Filler Appointment ID
3		NM			Occurrence Number
4	380	EIP			Placer Group Number
4	7f	EI			Placer Group Number
5	3e0	CWE			Schedule ID
5	1f	CE			Schedule ID
6	3e0	CWE			Request Event Reason
6	1f	CE			Request Event Reason
7	3e0	CWE		0276	Appointment Reason
7	1f	CE		0276	Appointment Reason
8	3e0	CWE		0277	Appointment Type
8	1f	CE		0277	Appointment Type
9		NM			Appointment Duration
10	3e0	CNE			Appointment Duration Units
10	1f	CE			Appointment Duration Units
11		DR	*		Requested Start Date/Time Range
12	3fe	ST			Priority - ARQ
12	1	ST			Priority
13		RI			Repeating Interval
14		ST			Repeating Interval Duration
15	3fe	XCN	+		Placer Contact Person
15	1	XCN			Placer Contact Person
16	3fe	XTN	*		Placer Contact Phone Number
16	1	XTN			Placer Contact Phone Number
17	3fe	XAD	*		Placer Contact Address
17	1	XAD			Placer Contact Address
18		PL			Placer Contact Location
19	3fe	XCN	+		Entered by Person
19	1	XCN	!		Entered by Person
20		XTN	*		Entered by Phone Number
21		PL			Entered by Location
22		EI			Parent Placer Appointment ID
23		EI			Parent Filler Appointment ID
24	3fc	EI	*		Placer Order Number
25	3fc	EI	*		Filler Order Number
:ARV
1	3e0	SI			Set ID
2	3e0	CNE	!	0206	Access Restriction Action Code
3	3e0	CWE	!	0717	Access Restriction Value
4	3e0	CWE	*	0719	Access Restriction Reason
5	3e0	ST	*		Special Access Restriction Instructions
6	3e0	DR			Access Restriction Date Range
:AUT
1	3e0	CWE		0072	Authorizing Payor Plan ID
1	1e	CE		0072	Authorizing Payor Plan ID
1	1	CE		0072	Authorizing Payor Plan Code
2	3e0	CWE	!	0285	Authorizing Payor Company ID
2	1f	CE	!	0285	Authorizing Payor Company ID
3		ST			Authorizing Payor Company Name
4	3e0	DTM			Authorization Effective Date
4	1f	TS			Authorization Effective Date
5	3e0	DTM			Authorization Expiration Date
5	1f	TS			Authorization Expiration Date
6		EI			Authorization Identifier
7		CP			Reimbursement Limit
8	3c0	CQ			Requested Number of Treatments
8	3f	NM			Requested Number of Treatments
9	3c0	CQ			Authorized Number of Treatments
9	3f	NM			Authorized Number of Treatments
10	3e0	DTM			Process Date
10	1f	TS			Process Date
11	3c0	CWE	*		Requested Discipline's
12	3c0	CWE	*		Authorized Discipline's
13	380	CWE	+		Authorization Referral Type
14	380	CWE	*		Approval Status
15	380	DTM	*		Planned Treatment Stop Date
16	380	CWE	*		Clinical Service
17	380	ST	*		Reason Text
18	380	CQ	*		Number of Authorized Treatments Units
19	380	CQ	*		Number of Used Treatments Units
20	380	CQ	*		Number of Schedule Treatments Units
21	380	CWE	*		Encounter Type
22	380	MO	*		Remaining Benefit Amount
23	380	XON	*		Authorized Provider
24	380	XCN	*		Authorized Health Professional
25	380	ST	*		Source Text
26	380	DTM	*		Source Date
27	380	XTN	*		Source Phone
28	380	ST	*		Comment
29	380	ID	*	0206	Action Code
:BHS
1		ST	!		Batch Field Separator
2		ST	!		Batch Encoding Characters
3	3f8	HD			Batch Sending Application
3	7	ST			Batch Sending Application
4	3f8	HD			Batch Sending Facility
4	7	ST			Batch Sending Facility
5	3f8	HD			Batch Receiving Application
5	7	ST			Batch Receiving Application
6	3f8	HD			Batch Receiving Facility
6	7	ST			Batch Receiving Facility
7	3e0	DTM			Batch Creation Date/Time
7	1f	TS			Batch Creation Date/Time
8		ST			Batch Security
9		ST			Batch Name ID Type
10		ST			Batch Comment
11		ST			Batch Control ID
12		ST			Reference Batch Control ID
13	3e0	HD			Batch Sending Network Address
14	3e0	HD			Batch Receiving Network Address
:BLC
1	3e0	CWE		0426	Blood Product Code
1	1c	CE		0426	Blood Product Code
2	3fc	CQ			Blood Amount
:BLG
1	3fe	CCD		0100	When to Charge
1	1	CM_CCD		0100	When to Charge
2		ID		0122	Charge Type
3	3fe	CX			Account ID
3	1	CK			Account ID
4	3f8	CWE		0475	Charge Type Reason
:BPO
1	3f0	SI	!		Set ID - BPO
1	8	SI	!		Set ID   - BPO
2	3e0	CWE	!	9999	Bp Universal Service Identifier
2	18	CWE	!		Bp Universal Service ID
3	3f8	CWE	*	0508	Bp Processing Requirements
4	3f8	NM	!		Bp Quantity
5	3f8	NM			Bp Amount
6	3e0	CWE		9999	Bp Units
6	18	CE			Bp Units
7	3e0	DTM			Bp Intended Use Date/Time
7	18	TS			Bp Intended Use Date/Time
8	3f8	PL			Bp Intended Dispense from Location
9	3f8	XAD			Bp Intended Dispense from Address
10	3e0	DTM			Bp Requested Dispense Date/Time
10	18	TS			Bp Requested Dispense Date/Time
11	3f8	PL			Bp Requested Dispense to Location
12	3f8	XAD			Bp Requested Dispense to Address
13	3f8	CWE	*	0509	Bp Indication for Use
14	3f8	ID		0136	Bp Informed Consent Indicator
:BPX
1	3f0	SI	!		Set ID - BPX
1	8	SI	!		Set ID   - BPX
2	3f8	CWE	!	0510	Bp Dispense Status
3	3f8	ID	!	0511	Bp Status
4	3e0	DTM	!		Bp Date/Time of Status
4	18	TS	!		Bp Date/Time of Status
5	3f8	EI			Bc Donation ID
6	3e0	CNE		9999	Bc Component
6	18	CNE			Bc Component
7	3e0	CNE		9999	Bc Donation Type Intended Use
7	18	CNE			Bc Donation Type Intended Use
8	3f8	CWE		0512	Cp Commercial Product
9	3f8	XON			Cp Manufacturer
10	3f8	EI			Cp Lot Number
11	3e0	CNE		9999	Bp Blood Group
11	18	CNE			Bp Blood Group
12	3e0	CNE	*	9999	Bc Special Testing
12	18	CNE	*		Bc Special Testing
13	3e0	DTM			Bp Expiration Date/Time
13	18	TS			Bp Expiration Date/Time
14	3f8	NM	!		Bp Quantity
15	3f8	NM			Bp Amount
16	3e0	CWE		9999	Bp Units
16	18	CE			Bp Units
17	3f8	EI			Bp Unique ID
18	3f8	PL			Bp Actual Dispensed to Location
19	3f8	XAD			Bp Actual Dispensed to Address
20	3f8	XCN			Bp Dispensed to Receiver
21	3f8	XCN			Bp Dispensing Individual
:BTS
1		ST			Batch Message Count
2		ST			Batch Comment
3		NM	*		Batch Totals
:BTX
1	3f0	SI	!		Set ID - BTX
1	8	SI	!		Set ID   - BTX
2	3f8	EI			Bc Donation ID
3	3e0	CNE		9999	Bc Component
3	18	CNE			Bc Component
4	3e0	CNE		9999	Bc Blood Group
4	18	CNE			Bc Blood Group
5	3f8	CWE		0512	Cp Commercial Product
6	3f8	XON			Cp Manufacturer
7	3f8	EI			Cp Lot Number
8	3f8	NM	!		Bp Quantity
9	3f8	NM			Bp Amount
10	3e0	CWE		9999	Bp Units
10	18	CE			Bp Units
11	3f8	CWE	!	0513	Bp Transfusion Disposition Status
12	3f8	ID	!	0511	Bp Message Status
13	3e0	DTM	!		Bp Date/Time of Status
13	18	TS	!		Bp Date/Time of Status
14	3e0	XCN			Bp Transfusion Administrator
14	18	XCN			Bp Administrator
15	3e0	XCN			Bp Transfusion Verifier
15	18	XCN			Bp Verifier
16	3e0	DTM			Bp Transfusion Start Date/Time of Status
16	18	TS			Bp Transfusion Start Date/Time of Status
17	3e0	DTM			Bp Transfusion End Date/Time of Status
17	18	TS			Bp Transfusion End Date/Time of Status
18	3f8	CWE	*	0514	Bp Adverse Reaction Type
19	3f8	CWE		0515	Bp Transfusion Interrupted Reason
20	380	EI			Bp Unique ID
:BUI
1	380	SI	*		Set ID - BUI
2	380	EI	+		Blood Unit Identifier
3	380	CWE	+	0566	Blood Unit Type
4	380	NM	+		Blood Unit Weight
5	380	CNE	+	0929	Weight Units
6	380	NM	+		Blood Unit Volume
7	380	CNE	+	0930	Volume Units
8	380	ST	+		Container Catalog Number
9	380	ST	+		Container Lot Number
10	380	XON	+		Container Manufacturer
11	380	NR	+		Transport Temperature
12	380	CNE	+	0931	Transport Temperature Units
:CDM
1	380	CWE	!		Primary Key Value - CDM
1	60	CWE	!	0132	Primary Key Value - CDM
1	1e	CE	!	0132	Primary Key Value - CDM
1	1	CE	!	0132	Primary Key Value
2	3c0	CWE	*	0132	Charge Code Alias
2	20	CWE	*		Charge Code Alias
2	1b	CE	*		Charge Code Alias
2	4	CE	*	9999	Charge Code Alias
3		ST	!		Charge Description Short
4		ST			Charge Description Long
5	3c0	CWE		0268	Description Override Indicator
5	3e	IS		0268	Description Override Indicator
5	1	ID		0268	Description Override Indicator
6	3e0	CWE	*	0132	Exploding Charges
6	1b	CE	*		Exploding Charges
6	4	CE	*	9999	Exploding Charges
7	3e0	CNE	*	0088	Procedure Code
7	1e	CE	*	0088	Procedure Code
7	1	CE	*		Procedure Code
8		ID		0183	Active Inactive Flag
9	3e0	CWE	*	0463	Inventory Number
9	1c	CE	*	0463	Inventory Number
9	3	CE	*		Inventory Number
10		NM			Resource Load
11	3f8	CX	*		Contract Number
11	7	CK	*		Contract Number
12	3fe	XON	*		Contract Organization
12	1	XON			Contract Organization
13		ID		0136	Room Fee Indicator
:CDO
1	380	SI			Set ID - CDO
2	380	ID		0206	Action Code
3	380	CQ			Cumulative Dosage Limit
4	380	CQ		0924	Cumulative Dosage Limit Time Interval
:CER
1	3f0	SI	!		Set ID - CER
1	8	SI	!		Set ID   - CER
2	3f8	ST			Serial Number
3	3f8	ST			Version
4	3f8	XON			Granting Authority
5	3f8	XCN			Issuing Authority
6	3c0	ED			Signature
6	38	ED			Signature of Issuing Authority
7	3f8	ID		0399	Granting Country
8	3f8	CWE		0347	Granting State Province
9	3f8	CWE		0289	Granting County Parish
10	3f8	CWE			Certificate Type
11	3f8	CWE			Certificate Domain
12	3c0	EI			Subject ID
12	38	ID			Subject ID
13	3f8	ST	!		Subject Name
14	3e0	CWE	*		Subject Directory Attribute Extension
14	18	CWE	*		Subject Directory Attribute Extension Health Professional Data
15	3f8	CWE			Subject Public Key Info
16	3f8	CWE			Authority Key Identifier
17	3f8	ID		0136	Basic Constraint
18	3f8	CWE	*		Crl Distribution Point
19	3f8	ID		0399	Jurisdiction Country
20	3f8	CWE		0347	Jurisdiction State Province
21	3f8	CWE		0289	Jurisdiction County Parish
22	3f8	CWE	*	0547	Jurisdiction Breadth
23	3e0	DTM			Granting Date
23	18	TS			Granting Date
24	3e0	DTM			Issuing Date
24	18	TS			Issuing Date
25	3e0	DTM			Activation Date
25	18	TS			Activation Date
26	3e0	DTM			Inactivation Date
26	10	TS			Inactivation Date
26	8	TS			Inactivatio   n Date
27	3e0	DTM			Expiration Date
27	18	TS			Expiration Date
28	3e0	DTM			Renewal Date
28	18	TS			Renewal Date
29	3e0	DTM			Revocation Date
29	18	TS			Revocation Date
30	3e0	CWE			Revocation Reason Code
30	18	CE			Revocation Reason Code
31	3e0	CWE		0536	Certificate Status Code
31	18	CWE		0536	Certificate Status
:CM0
1	3fe	SI			Set ID - CM0
1	1	SI			CM0 Set ID
2		EI	!		Sponsor Study ID
3	3e0	EI	0-3		Alternate Study ID
3	1e	EI	*		Alternate Study ID
3	1	CE	*		Alternate Study ID
4		ST	!		Title of Study
5	3fe	XCN	*		Chairman of Study
5	1	XCN			Chairman of Study
6		DT			Last Irb Approval Date
7		NM			Total Accrual to Date
8		DT			Last Accrual Date
9	3fe	XCN	*		Contact for Study
9	1	XCN			Contact for Study
10	3fc	XTN			Contact's Telephone Number
10	3	XTN			Contact's Tel Number
11	3fe	XAD	*		Contact's Address
11	1	XAD			Contact's Address
:CM1
1	3fe	SI	!		Set ID - CM1
1	1	SI	!		CM1 Set ID
2	3a0	CWE	!		Study Phase Identifier
2	40	CWE	!	9999	Study Phase Identifier
2	1e	CE	!		Study Phase Identifier
2	1	CE			Study Phase Identifier
3		ST	!		Description of Study Phase
:CM2
1	3fe	SI			Set ID - CM2
1	1	SI			CM2 Set ID
2	3e0	CWE	!		Scheduled Time Point
2	1b	CE	!		Scheduled Time Point
2	4	CE	!	9999	Scheduled Time Point
3		ST			Description of Time Point
4	3e0	CWE	1-200		Events Scheduled This Time Point
4	1b	CE	+		Events Scheduled This Time Point
4	4	CE	+	9999	Events Scheduled This Time Point
:CNS
1	3fc	NM			Starting Notification Reference Number
2	3fc	NM			Ending Notification Reference Number
3	3e0	DTM			Starting Notification Date/Time
3	1c	TS			Starting Notification Date/Time
4	3e0	DTM			Ending Notification Date/Time
4	1c	TS			Ending Notification Date/Time
5	3e0	CWE		9999	Starting Notification Code
5	1c	CE			Starting Notification Code
6	3e0	CWE		9999	Ending Notification Code
6	1c	CE			Ending Notification Code
:CON
1	3f8	SI	!		Set ID - CON
2	3f8	CWE		0496	Consent Type
3	3e0	ST			Consent Form ID and Version
3	18	ST			Consent Form ID
4	3f8	EI			Consent Form Number
5	3f8	FT	*		Consent Text
6	3f8	FT	*		Subject Specific Consent Text
7	3e0	FT	*		Consent Background Information
7	18	FT	*		Consent Background
8	3e0	FT	*		Subject Specific Consent Background Text
8	18	FT	*		Subject Specific Consent Background
9	3f8	FT	*		Consenter Imposed Limitations
10	3f8	CNE		0497	Consent Mode
11	3f8	CNE	!	0498	Consent Status
12	3e0	DTM			Consent Discussion Date/Time
12	18	TS			Consent Discussion Date/Time
13	3e0	DTM			Consent Decision Date/Time
13	18	TS			Consent Decision Date/Time
14	3e0	DTM			Consent Effective Date/Time
14	18	TS			Consent Effective Date/Time
15	3e0	DTM			Consent End Date/Time
15	18	TS			Consent End Date/Time
16	3f8	ID		0136	Subject Competence Indicator
17	3f8	ID		0136	Translator Assistance Indicator
18	3e0	CWE		0296	Language Translated to
18	18	ID		0296	Language Translated to
19	3f8	ID		0136	Informational Material Supplied Indicator
20	3f8	CWE		0499	Consent Bypass Reason
21	3f8	ID		0500	Consent Disclosure Level
22	3f8	CWE		0501	Consent Non Disclosure Reason
23	3f8	CWE		0502	Non Subject Consenter Reason
24	3f8	XPN	+		Consenter ID
25	3c0	CWE	+	0548	Relationship to Subject
25	20	IS	+	0548	Relationship to Subject
25	18	IS	+	0548	Relationship to Subject Table
:CSP
1	3a0	CWE	!		Study Phase Identifier
1	40	CWE	!	9999	Study Phase Identifier
1	1e	CE	!		Study Phase Identifier
1	1	CE			Study Phase Identifier
2	3e0	DTM	!		Date/Time Study Phase Began
2	1f	TS	!		Date/Time Study Phase Began
3	3e0	DTM			Date/Time Study Phase Ended
3	1f	TS			Date/Time Study Phase Ended
4	3e0	CWE		9999	Study Phase Evaluability
4	1f	CE			Study Phase Evaluability
:CSR
1		EI	!		Sponsor Study ID
2		EI			Alternate Study ID
3	3e0	CWE		9999	Institution Registering the Patient
3	1f	CE			Institution Registering the Patient
4		CX	!		Sponsor Patient ID
5	3fe	CX			Alternate Patient ID - CSR
5	1	CX			Alternate Patient ID
6	3e0	DTM	!		Date/Time of Patient Study Registration
6	1e	TS	!		Date/Time of Patient Study Registration
6	1	TS			Date/Time of Patient Study Registration
7	3fe	XCN	*		Person Performing Study Registration
7	1	XCN			Person Performing Study Registration
8	3fe	XCN	+		Study Authorizing Provider
8	1	XCN	!		Study Authorizing Provider
9	3e0	DTM			Date/Time Patient Study Consent Signed
9	1f	TS			Date/Time Patient Study Consent Signed
10	3e0	CWE		9999	Patient Study Eligibility Status
10	1f	CE			Patient Study Eligibility Status
11	3e0	DTM	0-3		Study Randomization Date/Time
11	1f	TS	*		Study Randomization Date/Time
12	3e0	CWE	0-3	9999	Randomized Study Arm
12	1e	CE	*		Randomized Study Arm
12	1	CE	*		Study Randomized Arm
13	3e0	CWE	0-3	9999	Stratum for Study Randomization
13	1f	CE	*		Stratum for Study Randomization
14	3e0	CWE		9999	Patient Evaluability Status
14	1f	CE			Patient Evaluability Status
15	3e0	DTM			Date/Time Ended Study
15	1f	TS			Date/Time Ended Study
16	3e0	CWE		9999	Reason Ended Study
16	1f	CE			Reason Ended Study
:CSS
1	3e0	CWE	!	9999	Study Scheduled Time Point
1	1e	CE	!		Study Scheduled Time Point
1	1	CE			Study Scheduled Time Point
2	3e0	DTM			Study Scheduled Patient Time Point
2	1f	TS			Study Scheduled Patient Time Point
3	3e0	CWE	0-3	9999	Study Quality Control Codes
3	1f	CE	*		Study Quality Control Codes
:CTD
1	3e0	CWE	+	0131	Contact Role
1	1c	CE	+	0131	Contact Role
1	2	CE	*	0131	Contact Role
1	1	CE	!	0131	Contact Role
2		XPN	*		Contact Name
3		XAD	*		Contact Address
4		PL			Contact Location
5		XTN	*		Contact Communication Information
6	3e0	CWE		0185	Preferred Method of Contact
6	1f	CE		0185	Preferred Method of Contact
7	3e0	PLN	*	0338	Contact Identifiers
7	18	PLN	*		Contact Identifiers
7	6	PI	*		Contact Identifiers
7	1	CM_PI	*		Contact Identifiers
:CTI
1		EI	!		Sponsor Study ID
2	3a0	CWE			Study Phase Identifier
2	40	CWE		9999	Study Phase Identifier
2	1f	CE			Study Phase Identifier
3	3e0	CWE		9999	Study Scheduled Time Point
3	1f	CE			Study Scheduled Time Point
:DB1
1		SI	!		Set ID - DB1
2	3c0	CWE		0334	Disabled Person Code
2	3e	IS		0334	Disabled Person Code
2	1	IS		0033	Disabled Person Code
3	3f7	CX	*		Disabled Person Identifier
3	8	CX	*		Disabled Perso   n Identifier
4	3e4	ID		0136	Disability Indicator
4	1b	ID		0136	Disabled Indicator
5		DT			Disability Start Date
6		DT			Disability End Date
7		DT			Disability Return to Work Date
8		DT			Disability Unable to Work Date
:DG1
1	3fe	SI	!		Set ID - DG1
1	1	SI	!		Set ID Diagnosis
2	3e0	WD	0-0		Diagnosis Coding Method
2	1f	ID		0053	Diagnosis Coding Method
3	3e0	CWE	!	0051	Diagnosis Code - DG1
3	1e	CE		0051	Diagnosis Code - DG1
3	1	CE		0051	Diagnosis Code
4	3e0	WD	0-0		Diagnosis Description
4	1f	ST			Diagnosis Description
5	3e0	DTM			Diagnosis Date/Time
5	1f	TS			Diagnosis Date/Time
6	380	CWE	!	0052	Diagnosis Type
6	40	CWE	!		Diagnosis Type
6	3f	IS	!	0052	Diagnosis Type
7	40	WD	0-0		Diagnosis Description
7	1f	CE		0118	Major Diagnostic Category
8	40	WD	0-0		Diagnosis Description
8	1f	CE		0055	Diagnostic Related Group
9	40	WD	0-0		Diagnosis Description
9	1f	ID		0136	DRG Approval Indicator
10	40	WD	0-0		Diagnosis Description
10	1f	IS		0056	DRG Grouper Review Code
11	40	WD	0-0		Diagnosis Description
11	1f	CE		0083	Outlier Type
12	40	WD	0-0		Diagnosis Description
12	1f	NM			Outlier Days
13	40	WD	0-0		Diagnosis Description
13	1f	CP			Outlier Cost
14	40	WD	0-0		Diagnosis Description
14	1f	ST			Grouper Version and Type
15	3c0	NM		0359	Diagnosis Priority
15	3e	ID		0359	Diagnosis Priority
15	1	NM			Diagnosis Priority
16		XCN	*		Diagnosing Clinician
17	3c0	CWE		0228	Diagnosis Classification
17	3f	IS		0228	Diagnosis Classification
18		ID		0136	Confidential Indicator
19	3e0	DTM			Attestation Date/Time
19	1f	TS			Attestation Date/Time
20	3f8	EI			Diagnosis Identifier
21	3f8	ID		0206	Diagnosis Action Code
22	3e0	EI			Parent Diagnosis
23	3e0	CWE		0728	DRG Ccl Value Code
24	3e0	ID		0136	DRG Grouping Usage
25	3c0	CWE		0731	DRG Diagnosis Determination Status
25	20	IS		0731	DRG Diagnosis Determination Status
26	3c0	CWE		0895	Present on Admission Poa Indicator
26	20	IS		0895	Present on Admission Poa Indicator
:DMI
1	3e0	CNE		0055	Diagnostic Related Group
2	3e0	CNE		0118	Major Diagnostic Category
3	3e0	NR			Lower and Upper Trim Points
4	3e0	NM			Average Length of Stay
5	3e0	NM			Relative Weight
:DON
1	380	EI	*		Donation Identification Number Din
2	380	CNE	*		Donation Type
3	380	DTM	+		Phlebotomy Start Date/Time
4	380	DTM	+		Phlebotomy End Date/Time
5	380	NM	+		Donation Duration
6	380	CNE	+	0932	Donation Duration Units
7	380	CNE	+	0933	Intended Procedure Type
8	380	CNE	+	0933	Actual Procedure Type
9	380	ID	+	0136	Donor Eligibility Flag
10	380	CNE	+	0933	Donor Eligibility Procedure Type
11	380	DTM	+		Donor Eligibility Date
12	380	CNE	+	0923	Process Interruption
13	380	CNE	+	0935	Process Interruption Reason
14	380	CNE	+	0925	Phlebotomy Issue
15	380	ID	+	0136	Intended Recipient Blood Relative
16	380	XPN	+		Intended Recipient Name
17	380	DTM	+		Intended Recipient Dob
18	380	XON	+		Intended Recipient Facility
19	380	DTM	+		Intended Recipient Procedure Date
20	380	XPN	+		Intended Recipient Ordering Provider
21	380	CNE	+	0926	Phlebotomy Status
22	380	CNE	+	0927	Arm Stick
23	380	XPN	+		Bleed Start Phlebotomist
24	380	XPN	+		Bleed End Phlebotomist
25	380	ST	+		Aphaeresis Type Machine
26	380	ST	+		Aphaeresis Machine Serial Number
27	380	ID	+	0136	Donor Reaction
28	380	XPN	+		Final Review Staff ID
29	380	DTM	+		Final Review Date/Time
30	380	NM	+		Number of Tubes Collected
31	380	EI	+		Donation Sample Identifier
32	380	XCN	+		Donation Accept Staff
33	380	XCN	+		Donation Material Review Staff
:DPS
1	200	CWE	!	0051	Diagnosis Code - MCP
2	200	CWE	+	0941	Procedure Code
3	200	DTM			Effective Date/Time
4	200	DTM			Expiration Date/Time
5	200	CNE		0940	Type of Limitation
:DRG
1	3e0	CNE		0055	Diagnostic Related Group
1	1f	CE		0055	Diagnostic Related Group
2	3e0	DTM			DRG Assigned Date/Time
2	1f	TS			DRG Assigned Date/Time
3		ID		0136	DRG Approval Indicator
4	3c0	CWE		0056	DRG Grouper Review Code
4	3f	IS		0056	DRG Grouper Review Code
5	3e0	CWE		0083	Outlier Type
5	1f	CE		0083	Outlier Type
6		NM			Outlier Days
7		CP			Outlier Cost
8	3c0	CWE		0229	DRG Payor
8	3f	IS		0229	DRG Payor
9		CP			Outlier Reimbursement
10		ID		0136	Confidential Indicator
11	3c0	CWE		0415	DRG Transfer Type
11	3c	IS		0415	DRG Transfer Type
12	3e0	XPN			Name of Coder
13	3e0	CWE		0734	Grouper Status
14	3e0	CWE		0728	Pccl Value Code
15	3e0	NM			Effective Weight
16	3e0	MO			Monetary Amount
17	3c0	CWE		0739	Status Patient
17	20	IS		0739	Status Patient
18	3e0	ST			Grouper Software Name
19	3e0	ST			Grouper Software Version
20	3c0	CWE		0742	Status Financial Calculation
20	20	IS		0742	Status Financial Calculation
21	3e0	MO			Relative Discount Surcharge
22	3e0	MO			Basic Charge
23	3e0	MO			Total Charge
24	3e0	MO			Discount Surcharge
25	3e0	NM			Calculated Days
26	3c0	CWE		0749	Status Gender
26	20	IS		0749	Status Gender
27	3c0	CWE		0749	Status Age
27	20	IS		0749	Status Age
28	3c0	CWE		0749	Status Length of Stay
28	20	IS		0749	Status Length of Stay
29	3c0	CWE		0749	Status Same Day Flag
29	20	IS		0749	Status Same Day Flag
30	3c0	CWE		0749	Status Separation Mode
30	20	IS		0749	Status Separation Mode
31	3c0	CWE		0755	Status Weight at Birth
31	20	IS		0755	Status Weight at Birth
32	3c0	CWE		0757	Status Respiration Minutes
32	20	IS		0757	Status Respiration Minutes
33	3c0	CWE		0759	Status Admission
33	20	IS		0759	Status Admission
:DSC
1		ST			Continuation Pointer
2	3fc	ID		0398	Continuation Style
:DSP
1	3fe	SI			Set ID - DSP
1	1	SI			Set ID Display Data
2		SI			Display Level
3		TX	!		Data Line
4		ST			Logical Break Point
5		TX			Result ID
:ECD
1	3fc	NM	!		Reference Command Number
2	3e0	CWE	!	0368	Remote Control Command
2	1c	CE	!	0368	Remote Control Command
3	3fc	ID		0136	Response Required
4	3c0	WD	0-0		Requested Completion Time
4	3c	TQ			Requested Completion Time
5	3f8	TX	*		Parameters
5	4	ST	*		Parameters
:ECR
1	3e0	CWE	!	0387	Command Response
1	1c	CE	!	0387	Command Response
2	3e0	DTM	!		Date/Time Completed
2	1c	TS	!		Date/Time Completed
3	3f8	TX	*		Command Response Parameters
3	4	ST	*		Command Response Parameters
:EDU
1	3f4	SI	!		Set ID - EDU
1	8	SI	!		Set ID   - EDU
2	3c0	CWE		0360	Academic Degree
2	3c	IS		0360	Academic Degree
3	3fc	DR			Academic Degree Program Date Range
4	3fc	DR			Academic Degree Program Participation Date Range
5	3fc	DT			Academic Degree Granted Date
6	3fc	XON			School
7	3e0	CWE		0402	School Type Code
7	1c	CE		0402	School Type Code
8	3fc	XAD			School Address
9	3f8	CWE	*		Major Field of Study
:EQL
1	1f	ST			Query Tag
2	1f	ID	!	0106	Query Response Format Code
3	1f	CE	!		Eql Query Name
4	1f	ST	!		Eql Query Statement
:EQP
1	3e0	CWE	!	0450	Event Type
1	1c	CE	!	0450	Event Type
2	3fc	ST			File Name
3	3e0	DTM	!		Start Date/Time
3	1c	TS	!		Start Date/Time
4	3e0	DTM			End Date/Time
4	1c	TS			End Date/Time
5	3fc	FT	!		Transaction Data
:EQU
1	380	EI	+		Equipment Instance Identifier
1	7c	EI	!		Equipment Instance Identifier
2	3e0	DTM	!		Event Date/Time
2	1c	TS	!		Event Date/Time
3	3e0	CWE		0365	Equipment State
3	1c	CE		0365	Equipment State
4	3e0	CWE		0366	Local Remote Control State
4	1c	CE		0366	Local Remote Control State
5	3e0	CWE		0367	Alert Level
5	1c	CE		0367	Alert Level
:ERQ
1	1f	ST			Query Tag
2	1f	CE	!		Event Identifier
3	1f	QIP	*		Input Parameter List
:ERR
1	40	WD	0-0		Error Code and Location
1	38	ELD	*		Error Code and Location
1	6	ELD	+		Error Code and Location
1	1	CM_ELD	+	0060	Error Code and Location
2	3f8	ERL	*		Error Location
3	3f8	CWE	!	0357	HL7 Error Code
4	3f8	ID	!	0516	Severity
5	3f8	CWE		0533	Application Error Code
6	3e0	ST	0-10		Application Error Parameter
6	18	ST	*		Application Error Parameter
7	3f8	TX			Diagnostic Information
8	3f8	TX			User Message
9	3c0	CWE	*	0517	Inform Person Indicator
9	38	IS	*	0517	Inform Person Indicator
10	3f8	CWE		0518	Override Type
11	3f8	CWE	*	0519	Override Reason Code
12	3f8	XTN	*		Help Desk Contact Point
:EVN
1	40	WD	0-0		Event Type Code
1	3e	ID		0003	Event Type Code
1	1	ID	!	0003	Event Type Code
2	3e0	DTM	!		Recorded Date/Time
2	1e	TS	!		Recorded Date/Time
2	1	TS			Recorded Date/Time
3	3e0	DTM			Date/Time Planned Event
3	1f	TS			Date/Time Planned Event
4	3c0	CWE		0062	Event Reason Code
4	3e	IS		0062	Event Reason Code
4	1	ID		0062	Event Reason Code
5	3fe	XCN	*	0188	Operator ID
5	1	CN		0188	Operator ID
6	3e0	DTM			Event Occurred
6	1e	TS			Event Occurred
6	1	TS			Event Occured
7	3fc	HD			Event Facility
:FAC
1	3fe	EI	!		Facility ID - FAC
1	1	EI	+		Facility ID
2		ID		0331	Facility Type
3	3fe	XAD	+		Facility Address
3	1	XAD	!		Facility Address
4		XTN	!		Facility Telecommunication
5		XCN	*		Contact Person
6		ST	*		Contact Title
7		XAD	*		Contact Address
8		XTN	*		Contact Telecommunication
9	3fe	XCN	+		Signature Authority
9	1	XCN	!		Signature Authority
10		ST			Signature Authority Title
11	3fe	XAD	*		Signature Authority Address
11	1	XAD			Signature Authority Address
12		XTN			Signature Authority Telecommunication
:FHS
1		ST	!		File Field Separator
2		ST	!		File Encoding Characters
3	3f8	HD			File Sending Application
3	7	ST			File Sending Application
4	3f8	HD			File Sending Facility
4	7	ST			File Sending Facility
5	3f8	HD			File Receiving Application
5	7	ST			File Receiving Application
6	3f8	HD			File Receiving Facility
6	7	ST			File Receiving Facility
7	3e0	DTM			File Creation Date/Time
7	1f	TS			File Creation Date/Time
8		ST			File Security
9		ST			File Name ID
10		ST			File Header Comment
11		ST			File Control ID
12		ST			Reference File Control ID
13	3e0	HD			File Sending Network Address
14	3e0	HD			File Receiving Network Address
:FT1
1	3fe	SI			Set ID - FT1
1	1	SI			Set ID Financial Transaction
2		ST			Transaction ID
3		ST			Transaction Batch ID
4	3f8	DR	!		Transaction Date
4	7	TS	!		Transaction Date
5	3e0	DTM			Transaction Posting Date
5	1f	TS			Transaction Posting Date
6	3c0	CWE	!	0017	Transaction Type
6	3e	IS	!	0017	Transaction Type
6	1	ID	!	0017	Transaction Type
7	3e0	CWE	!	0132	Transaction Code
7	1f	CE	!	0132	Transaction Code
8	40	WD	0-0		Transaction Description
8	1f	ST			Transaction Description
9	40	WD	0-0		Transaction Description Alt
9	1e	ST			Transaction Description Alt
9	1	ST			Transaction Description Alternate
10		NM			Transaction Quantity
11		CP			Transaction Amount Extended
12		CP			Transaction Amount Unit
13	3e0	CWE		0049	Department Code
13	1f	CE		0049	Department Code
14	3c0	CWE		0072	Health Plan ID
14	20	CWE		0072	Insurance Plan ID
14	1f	CE		0072	Insurance Plan ID
15		CP			Insurance Amount
16		PL			Assigned Patient Location
17	3c0	CWE		0024	Fee Schedule
17	3e	IS		0024	Fee Schedule
17	1	ID		0024	Fee Schedule
18	3c0	CWE		0018	Patient Type
18	3e	IS		0018	Patient Type
18	1	ID		0018	Patient Type
19	3e0	CWE	*	0051	Diagnosis Code - FT1
19	1e	CE	*	0051	Diagnosis Code - FT1
19	1	CE	*	0051	Diagnosis Code
20	3fe	XCN	*	0084	Performed by Code
20	1	XCN		0084	Performed by Code
21	3fe	XCN	*		Ordered by Code
21	1	XCN			Ordered by Code
22	3fe	CP			Unit Cost
22	1	NM			Unit Cost
23		EI			Filler Order Number
24	3fe	XCN	*		Entered by Code
24	1	XCN			Entered by Code
25	3e0	CNE		0088	Procedure Code
25	1f	CE		0088	Procedure Code
26	3e0	CNE	*	0340	Procedure Code Modifier
26	1e	CE	*	0340	Procedure Code Modifier
27	3e0	CWE		0339	Advanced Beneficiary Notice Code
27	18	CE		0339	Advanced Beneficiary Notice Code
28	3f8	CWE		0476	Medically Necessary Duplicate Procedure Reason
29	3e0	CWE		0549	NDC Code
29	18	CNE		0549	NDC Code
30	3f8	CX			Payment Reference ID
31	3f8	SI	*		Transaction Reference Key
32	3c0	XON	*		Performing Facility
33	3c0	XON			Ordering Facility
34	3c0	CWE			Item Number
35	3c0	ST			Model Number
36	3c0	CWE	*		Special Processing Code
37	3c0	CWE			Clinic Code
38	3c0	CX			Referral Number
39	3c0	CX			Authorization Number
40	3c0	CWE			Service Provider Taxonomy Code
41	3c0	CWE		0456	Revenue Code
42	3c0	ST			Prescription Number
43	3c0	CQ			NDC Qty and Uom
:FTS
1		NM			File Batch Count
2		ST			File Trailer Comment
:GOL
1	380	ID	!	0206	Action Code
1	7f	ID	!	0287	Action Code
2	3e0	DTM	!		Action Date/Time
2	1f	TS	!		Action Date/Time
3	3e0	CWE	!		Goal ID
3	1f	CE	!		Goal ID
4		EI	!		Goal Instance ID
5		EI			Episode of Care ID
6		NM			Goal List Priority
7	3e0	DTM			Goal Established Date/Time
7	1f	TS			Goal Established Date/Time
8	3e0	DTM			Expected Goal Achieve Date/Time
8	1e	TS			Expected Goal Achieve Date/Time
8	1	TS			Expected Goal Achievement Date/Time
9	3e0	CWE			Goal Classification
9	1f	CE			Goal Classification
10	3e0	CWE			Goal Management Discipline
10	1f	CE			Goal Management Discipline
11	3e0	CWE			Current Goal Review Status
11	1f	CE			Current Goal Review Status
12	3e0	DTM			Current Goal Review Date/Time
12	1f	TS			Current Goal Review Date/Time
13	3e0	DTM			Next Goal Review Date/Time
13	1f	TS			Next Goal Review Date/Time
14	3e0	DTM			Previous Goal Review Date/Time
14	1f	TS			Previous Goal Review Date/Time
15	40	WD	0-0		Goal Review Interval
15	3f	TQ			Goal Review Interval
16	3e0	CWE			Goal Evaluation
16	1f	CE			Goal Evaluation
17		ST	*		Goal Evaluation Comment
18	3e0	CWE			Goal Life Cycle Status
18	1f	CE			Goal Life Cycle Status
19	3e0	DTM			Goal Life Cycle Status Date/Time
19	1f	TS			Goal Life Cycle Status Date/Time
20	3e0	CWE	*		Goal Target Type
20	1f	CE	*		Goal Target Type
21		XPN	*		Goal Target Name
22	3e0	CNE		0725	Mood Code
:GP1
1	3c0	CWE	!	0455	Type of Bill Code
1	3c	IS	!	0455	Type of Bill Code
2	3c0	CWE	*	0456	Revenue Code
2	3c	IS	*	0456	Revenue Code
3	3c0	CWE		0457	Overall Claim Disposition Code
3	3c	IS		0457	Overall Claim Disposition Code
4	3c0	CWE	*	0458	Oce Edits Per Visit Code
4	3c	IS	*	0458	Oce Edits Per Visit Code
5	3fc	CP			Outlier Cost
:GP2
1	3c0	CWE		0456	Revenue Code
1	3c	IS		0456	Revenue Code
2	3fc	NM			Number of Service Units
3	3fc	CP			Charge
4	3c0	CWE		0459	Reimbursement Action Code
4	3c	IS		0459	Reimbursement Action Code
5	3c0	CWE		0460	Denial or Rejection Code
5	3c	IS		0460	Denial or Rejection Code
6	3c0	CWE	*	0458	Oce Edit Code
6	3c	IS	*	0458	Oce Edit Code
7	3e0	CWE		0466	Ambulatory Payment Classification Code
7	1c	CE		0466	Ambulatory Payment Classification Code
8	3c0	CWE	*	0467	Modifier Edit Code
8	3c	IS	*	0467	Modifier Edit Code
9	3c0	CWE		0468	Payment Adjustment Code
9	3c	IS		0468	Payment Adjustment Code
10	3c0	CWE		0469	Packaging Status Code
10	3c	IS		0469	Packaging Status Code
11	3f8	CP			Expected Cms Payment Amount
11	4	CP			Expected Hcfa Payment Amount
12	3c0	CWE		0470	Reimbursement Type Code
12	3c	IS		0470	Reimbursement Type Code
13	3fc	CP			Co Pay Amount
14	3f8	NM			Pay Rate Per Service Unit
14	4	NM			Pay Rate Per Unit
:GT1
1	3fe	SI	!		Set ID - GT1
1	1	SI	!		Set ID Guarantor
2		CX	*		Guarantor Number
3		XPN	+		Guarantor Name
4		XPN	*		Guarantor Spouse Name
5		XAD	*		Guarantor Address
6		XTN	*		Guarantor Ph Num Home
7		XTN	*		Guarantor Ph Num Business
8	3e0	DTM			Guarantor Date/Time of Birth
8	1f	TS			Guarantor Date/Time of Birth
9	3c0	CWE		0001	Guarantor Administrative Sex
9	3c	IS		0001	Guarantor Administrative Sex
9	3	IS		0001	Guarantor Sex
10	3c0	CWE		0068	Guarantor Type
10	3f	IS		0068	Guarantor Type
11	3e0	CWE		0063	Guarantor Relationship
11	1e	CE		0063	Guarantor Relationship
11	1	IS		0063	Guarantor Relationship
12		ST			Guarantor SSN
13		DT			Guarantor Date Begin
14		DT			Guarantor Date End
15		NM			Guarantor Priority
16		XPN	*		Guarantor Employer Name
17		XAD	*		Guarantor Employer Address
18	3fe	XTN	*		Guarantor Employer Phone Number
18	1	XTN	*		Guarantor Employ Phone Number
19		CX	*		Guarantor Employee ID Number
20	3c0	CWE		0066	Guarantor Employment Status
20	3f	IS		0066	Guarantor Employment Status
21	3fe	XON	*		Guarantor Organization Name
21	1	XON	*		Guarantor Organization
22		ID		0136	Guarantor Billing Hold Flag
23	3e0	CWE		0341	Guarantor Credit Rating Code
23	1e	CE		0341	Guarantor Credit Rating Code
23	1	CE			Guarantor Credit Rating Code
24	3e0	DTM			Guarantor Death Date and Time
24	1f	TS			Guarantor Death Date and Time
25		ID		0136	Guarantor Death Flag
26	3e0	CWE		0218	Guarantor Charge Adjustment Code
26	1f	CE		0218	Guarantor Charge Adjustment Code
27		CP			Guarantor Household Annual Income
28		NM			Guarantor Household Size
29		CX	*		Guarantor Employer ID Number
30	3e0	CWE		0002	Guarantor Marital Status Code
30	1e	CE		0002	Guarantor Marital Status Code
30	1	IS			Guarantor Marital Status Code
31		DT			Guarantor Hire Effective Date
32		DT			Employment Stop Date
33	3c0	CWE		0223	Living Dependency
33	3f	IS		0223	Living Dependency
34	3c0	CWE	*	0009	Ambulatory Status
34	3e	IS	*	0009	Ambulatory Status
34	1	IS		0009	Ambulatory Status
35	3e0	CWE	*	0171	Citizenship
35	1e	CE	*	0171	Citizenship
35	1	IS		0171	Citizenship
36	3e0	CWE		0296	Primary Language
36	1f	CE		0296	Primary Language
37	3c0	CWE		0220	Living Arrangement
37	3f	IS		0220	Living Arrangement
38	3e0	CWE		0215	Publicity Code
38	1e	CE		0215	Publicity Code
38	1	CE		0215	Publicity Indicator
39		ID		0136	Protection Indicator
40	3c0	CWE		0231	Student Indicator
40	3f	IS		0231	Student Indicator
41	3e0	CWE		0006	Religion
41	1e	CE		0006	Religion
41	1	IS		0006	Religion
42	3fe	XPN	*		Mother's Maiden Name
42	1	XPN			Mother's Maiden Name
43	3e0	CWE		0212	Nationality
43	1e	CE		0212	Nationality
43	1	CE		0212	Nationality Code
44	3e0	CWE	*	0189	Ethnic Group
44	1e	CE	*	0189	Ethnic Group
44	1	IS		0189	Ethnic Group
45	39f	XPN	*		Contact Person's Name
45	60	XPN	*	0200	Contact Person's Name
46		XTN	*		Contact Person's Telephone Number
47	3e0	CWE		0222	Contact Reason
47	1f	CE		0222	Contact Reason
48	3c0	CWE		0063	Contact Relationship
48	3e	IS		0063	Contact Relationship
48	1	IS		0063	Contact Relationship Code
49		ST			Job Title
50	3b9	JCC			Job Code Class
50	46	JCC		0327	Job Code Class
51		XON	*		Guarantor Employer's Organization Name
52	3c0	CWE		0295	Handicap
52	3e	IS		0295	Handicap
52	1	IS		0310	Handicap
53	3c0	CWE		0311	Job Status
53	3f	IS		0311	Job Status
54	3f8	FC			Guarantor Financial Class
54	7	FC		0064	Guarantor Financial Class
55	3e0	CWE	*	0005	Guarantor Race
55	1e	CE	*	0005	Guarantor Race
55	1	IS		0005	Guarantor Race
56	3f8	ST			Guarantor Birth Place
57	3c0	CWE		0099	Vip Indicator
57	38	IS		0099	Vip Indicator
:IAM
1	3fc	SI	!		Set ID - IAM
2	3e0	CWE		0127	Allergen Type Code
2	1c	CE		0127	Allergen Type Code
3	3e0	CWE	!		Allergen Code Mnemonic Description
3	1c	CE	!		Allergen Code Mnemonic Description
4	3e0	CWE		0128	Allergy Severity Code
4	1c	CE		0128	Allergy Severity Code
5	3fc	ST	*		Allergy Reaction Code
6	3e0	CNE	!	0206	Allergy Action Code
6	1c	CNE	!	0323	Allergy Action Code
7	3f8	EI			Allergy Unique Identifier
7	4	EI	!		Allergy Unique Identifier
8	3fc	ST			Action Reason
9	3e0	CWE		0436	Sensitivity to Causative Agent Code
9	1c	CE		0436	Sensitivity to Causative Agent Code
10	3e0	CWE			Allergen Group Code Mnemonic Description
10	1c	CE			Allergen Group Code Mnemonic Description
11	3fc	DT			Onset Date
12	3fc	ST			Onset Date Text
13	3e0	DTM			Reported Date/Time
13	1c	TS			Reported Date/Time
14	3fc	XPN			Reported by
15	3e0	CWE		0063	Relationship to Patient Code
15	1c	CE		0063	Relationship to Patient Code
16	3e0	CWE		0437	Alert Device Code
16	1c	CE		0437	Alert Device Code
17	3e0	CWE		0438	Allergy Clinical Status Code
17	1c	CE		0438	Allergy Clinical Status Code
18	3fc	XCN			Statused by Person
19	3fc	XON			Statused by Organization
20	3e0	DTM			Statused at Date/Time
20	1c	TS			Statused at Date/Time
21	3c0	XCN			Inactivated by Person
22	3c0	DTM			Inactivated Date/Time
23	3c0	XCN			Initially Recorded by Person
24	3c0	DTM			Initially Recorded Date/Time
25	3c0	XCN			Modified by Person
26	3c0	DTM			Modified Date/Time
27	3c0	CWE			Clinician Identified Code
28	3c0	XON			Initially Recorded by Organization
29	3c0	XON			Modified by Organization
30	3c0	XON			Inactivated by Organization
:IAR
1	3c0	CWE	!		Allergy Reaction Code
2	3c0	CWE	!	0128	Allergy Severity Code
3	3c0	CWE		0436	Sensitivity to Causative Agent Code
4	3c0	ST			Management
:IIM
1	3f8	CWE	!		Primary Key Value - IIM
2	3f8	CWE	!		Service Item Code
3	3f8	ST			Inventory Lot Number
4	3e0	DTM			Inventory Expiration Date
4	18	TS			Inventory Expiration Date
5	3f8	CWE			Inventory Manufacturer Name
6	3f8	CWE			Inventory Location
7	3e0	DTM			Inventory Received Date
7	18	TS			Inventory Received Date
8	3f8	NM			Inventory Received Quantity
9	3f8	CWE			Inventory Received Quantity Unit
10	3f8	MO			Inventory Received Item Cost
11	3e0	DTM			Inventory on Hand Date
11	18	TS			Inventory on Hand Date
12	3f8	NM			Inventory on Hand Quantity
13	3f8	CWE			Inventory on Hand Quantity Unit
14	3e0	CNE		0088	Procedure Code
14	18	CE		0088	Procedure Code
15	3e0	CNE	*	0340	Procedure Code Modifier
15	18	CE	*	0340	Procedure Code Modifier
:ILT
1	3e0	SI	!		Set ID - ILT
2	3e0	ST	!		Inventory Lot Number
3	3e0	DTM			Inventory Expiration Date
4	3e0	DTM			Inventory Received Date
5	3e0	NM			Inventory Received Quantity
6	3e0	CWE			Inventory Received Quantity Unit
7	3e0	MO			Inventory Received Item Cost
8	3e0	DTM			Inventory on Hand Date
9	3e0	NM			Inventory on Hand Quantity
10	3e0	CWE			Inventory on Hand Quantity Unit
:IN1
1	3fe	SI	!		Set ID - IN1
1	1	SI	!		Set ID Insurance
2	3c0	CWE	!	0072	Health Plan ID
2	20	CWE	!	0072	Insurance Plan ID
2	1e	CE	!	0072	Insurance Plan ID
2	1	CE		0072	Insurance Plan ID
3	3fe	CX	+		Insurance Company ID
3	1	CX	!		Insurance Company ID
4	3fe	XON	*		Insurance Company Name
4	1	XON			Insurance Company Name
5	3fe	XAD	*		Insurance Company Address
5	1	XAD			Insurance Company Address
6	3fe	XPN	*		Insurance Co Contact Person
6	1	XPN			Insurance Co Contact Ppers
7		XTN	*		Insurance Co Phone Number
8		ST			Group Number
9	3fe	XON	*		Group Name
9	1	XON			Group Name
10	3fe	CX	*		Insured's Group Emp ID
10	1	CX			Insured's Group Employer ID
11	3fe	XON	*		Insured's Group Emp Name
11	1	XON			Insured's Group Emp Name
12		DT			Plan Effective Date
13		DT			Plan Expiration Date
14	3fe	AUI			Authorization Information
14	1	CM_AUI			Authorization Information
15	3c0	CWE		0086	Plan Type
15	3f	IS		0086	Plan Type
16	3fe	XPN	*		Name of Insured
16	1	XPN			Name of Insured
17	3e0	CWE		0063	Insured's Relationship to Patient
17	1e	CE		0063	Insured's Relationship to Patient
17	1	IS		0063	Insured's Relationship to Patient
18	3e0	DTM			Insured's Date of Birth
18	1f	TS			Insured's Date of Birth
19	3fe	XAD	*		Insured's Address
19	1	XAD			Insured's Address
20	3c0	CWE		0135	Assignment of Benefits
20	3f	IS		0135	Assignment of Benefits
21	3c0	CWE		0173	Coordination of Benefits
21	3f	IS		0173	Coordination of Benefits
22		ST			Coord of Ben Priority
23	3fe	ID		0136	Notice of Admission Flag
23	1	ID		0136	Notice of Admission Code
24		DT			Notice of Admission Date
25	3fe	ID		0136	Report of Eligibility Flag
25	1	ID		0136	Rpt of Eigibility Code
26	3fe	DT			Report of Eligibility Date
26	1	DT			Rpt of Eligibility Date
27	3c0	CWE		0093	Release Information Code
27	3f	IS		0093	Release Information Code
28	3c0	ST			Pre Admit Cert - PAC
28	3f	ST			Pre Admit Cert Pac
29	3e0	DTM			Verification Date/Time
29	1f	TS			Verification Date/Time
30	3fe	XCN	*		Verification by
30	1	XPN			Verification by
31	3c0	CWE		0098	Type of Agreement Code
31	3f	IS		0098	Type of Agreement Code
32	3c0	CWE		0022	Billing Status
32	3f	IS		0022	Billing Status
33		NM			Lifetime Reserve Days
34	3fe	NM			Delay Before L R Day
34	1	NM			Delay Before Lifetime Reserve Days
35	3c0	CWE		0042	Company Plan Code
35	3f	IS		0042	Company Plan Code
36		ST			Policy Number
37		CP			Policy Deductible
38	60	WD	0-0		Policy Limit Amount
38	1f	CP			Policy Limit Amount
39		NM			Policy Limit Days
40	40	WD	0-0		Room Rate Semi Private
40	20	NM	0-0		Policy Limit Days
40	1f	CP			Room Rate Semi Private
41	40	WD	0-0		Room Rate Private
41	20	NM	0-0		Policy Limit Days
41	1f	CP			Room Rate Private
42	3e0	CWE		0066	Insured's Employment Status
42	1f	CE		0066	Insured's Employment Status
43	3c0	CWE		0001	Insured's Administrative Sex
43	3c	IS		0001	Insured's Administrative Sex
43	3	IS		0001	Insured's Sex
44	3fe	XAD	*		Insured's Employer's Address
44	1	XAD			Insured's Employer Address
45		ST			Verification Status
46	3c0	CWE		0072	Prior Insurance Plan ID
46	3f	IS		0072	Prior Insurance Plan ID
47	3c0	CWE		0309	Coverage Type
47	3f	IS		0309	Coverage Type
48	3c0	CWE		0295	Handicap
48	3e	IS		0295	Handicap
48	1	IS		0310	Handicap
49	3fe	CX	*		Insured's ID Number
49	1	CX			Insured's ID Number
50	3c0	CWE		0535	Signature Code
50	38	IS		0535	Signature Code
51	3f8	DT			Signature Code Date
52	3f8	ST			Insured's Birth Place
53	3c0	CWE		0099	Vip Indicator
53	38	IS		0099	Vip Indicator
54	3c0	CX	*		External Health Plan Identifiers
55	380	ID		0206	Insurance Action Code
:IN2
1	3fe	CX	*		Insured's Employee ID
1	1	CX			Insured's Employee ID
2		ST			Insured's Social Security Number
3	3fe	XCN	*		Insured's Employer's Name and ID
3	1	XCN			Insured's Employer Name
4	3c0	CWE		0139	Employer Information Data
4	3f	IS		0139	Employer Information Data
5	3c0	CWE	*	0137	Mail Claim Party
5	3e	IS	*	0137	Mail Claim Party
5	1	IS		0137	Mail Claim Party
6		ST			Medicare Health Ins Card Number
7	3fe	XPN	*		Medicaid Case Name
7	1	XPN			Medicaid Case Name
8		ST			Medicaid Case Number
9	3fe	XPN	*		Military Sponsor Name
9	1	XPN			Champus Sponsor Name
10	3fe	ST			Military ID Number
10	1	ST			Champus ID Number
11	3e0	CWE		0342	Dependent of Military Recipient
11	1e	CE		0342	Dependent of Military Recipient
11	1	CE			Dependent of Champus Recipient
12	3fe	ST			Military Organization
12	1	ST			Champus Organization
13	3fe	ST			Military Station
13	1	ST			Champus Station
14	3c0	CWE		0140	Military Service
14	3e	IS		0140	Military Service
14	1	IS		0140	Champus Service
15	3c0	CWE		0141	Military Rank Grade
15	3e	IS		0141	Military Rank Grade
15	1	IS		0141	Champus Rank Grade
16	3c0	CWE		0142	Military Status
16	3e	IS		0142	Military Status
16	1	IS		0142	Champus Status
17	3fe	DT			Military Retire Date
17	1	DT			Champus Retire Date
18	3fe	ID		0136	Military Non Avail Cert on File
18	1	ID		0136	Champus Non Avail Cert on File
19		ID		0136	Baby Coverage
20		ID		0136	Combine Baby Bill
21		ST			Blood Deductible
22	3fe	XPN	*		Special Coverage Approval Name
22	1	XPN			Special Coverage Approval Name
23		ST			Special Coverage Approval Title
24	3c0	CWE	*	0143	Non Covered Insurance Code
24	3e	IS	*	0143	Non Covered Insurance Code
24	1	ST	*	0143	Non Covered Insurance Code
25	3fe	CX	*		Payor ID
25	1	CX			Payor ID
26	3fe	CX	*		Payor Subscriber ID
26	1	CX			Payor Subscriber ID
27	3c0	CWE		0144	Eligibility Source
27	3f	IS		0144	Eligibility Source
28	3f8	RMC	*		Room Coverage Type Amount
28	6	RMC	*	0145	Room Coverage Type Amount
28	1	CM_RMC	*		Room Coverage Type Amount
29	3f8	PTA	*		Policy Type Amount
29	6	PTA	*	0147	Policy Type Amount
29	1	CM_PTA	*		Policy Type Amount
30	3fe	DDI			Daily Deductible
30	1	CM_DDI			Daily Deductible
31	3c0	CWE		0223	Living Dependency
31	3f	IS		0223	Living Dependency
32	3c0	CWE	*	0009	Ambulatory Status
32	3e	IS	*	0009	Ambulatory Status
32	1	IS		0009	Ambulatory Status
33	3e0	CWE	*	0171	Citizenship
33	1e	CE	*	0171	Citizenship
33	1	IS		0171	Citizenship
34	3e0	CWE		0296	Primary Language
34	1f	CE		0296	Primary Language
35	3c0	CWE		0220	Living Arrangement
35	3f	IS		0220	Living Arrangement
36	3e0	CWE		0215	Publicity Code
36	1e	CE		0215	Publicity Code
36	1	CE		0215	Publicity Indicator
37		ID		0136	Protection Indicator
38	3c0	CWE		0231	Student Indicator
38	3f	IS		0231	Student Indicator
39	3e0	CWE		0006	Religion
39	1e	CE		0006	Religion
39	1	IS		0006	Religion
40	3fe	XPN	*		Mother's Maiden Name
40	1	XPN			Mother's Maiden Name
41	3e0	CWE		0212	Nationality
41	1e	CE		0212	Nationality
41	1	CE		0212	Nationality Code
42	3e0	CWE	*	0189	Ethnic Group
42	1e	CE	*	0189	Ethnic Group
42	1	IS		0189	Ethnic Group
43	3e0	CWE	*	0002	Marital Status
43	1e	CE	*	0002	Marital Status
43	1	IS	*	0002	Marital Status
44	3fe	DT			Insured's Employment Start Date
44	1	DT			Employment Start Date
45		DT			Employment Stop Date
46		ST			Job Title
47	3b9	JCC			Job Code Class
47	46	JCC		0327	Job Code Class
48	3c0	CWE		0311	Job Status
48	3f	IS		0311	Job Status
49		XPN	*		Employer Contact Person Name
50		XTN	*		Employer Contact Person Phone Number
51	3c0	CWE		0222	Employer Contact Reason
51	3f	IS		0222	Employer Contact Reason
52		XPN	*		Insured's Contact Person's Name
53	3fe	XTN	*		Insured's Contact Person Phone Number
53	1	XTN	*		Insured's Contact Person Telephone Number
54	3c0	CWE	*	0222	Insured's Contact Person Reason
54	3f	IS	*	0222	Insured's Contact Person Reason
55		DT			Relationship to the Patient Start Date
56		DT	*		Relationship to the Patient Stop Date
57	3c0	CWE		0232	Insurance Co Contact Reason
57	3f	IS		0232	Insurance Co Contact Reason
58	3e0	XTN	*		Insurance Co Contact Phone Number
58	1f	XTN			Insurance Co Contact Phone Number
59	3c0	CWE		0312	Policy Scope
59	3f	IS		0312	Policy Scope
60	3c0	CWE		0313	Policy Source
60	3f	IS		0313	Policy Source
61		CX			Patient Member Number
62	3e0	CWE		0063	Guarantor's Relationship to Insured
62	1e	CE		0063	Guarantor's Relationship to Insured
62	1	IS		0063	Guarantor's Relationship to Insured
63	3fe	XTN	*		Insured's Phone Number Home
63	1	XTN	*		Insured's Telephone Number Home
64	3fe	XTN	*		Insured's Employer Phone Number
64	1	XTN	*		Insured's Employer Telephone Number
65	3e0	CWE		0343	Military Handicapped Program
65	1e	CE		0343	Military Handicapped Program
65	1	CE			Military Handicapped Program
66		ID		0136	Suspend Flag
67	3fe	ID		0136	Copay Limit Flag
67	1	ID		0136	Co Pay Limit Flag
68		ID		0136	Stoploss Limit Flag
69		XON	*		Insured Organization Name and ID
70		XON	*		Insured Employer Organization Name and ID
71	3e0	CWE	*	0005	Race
71	1e	CE	*	0005	Race
71	1	IS		0005	Race
72	3e0	CWE		0344	Patient's Relationship to Insured
72	18	CE		0344	Cms Patient's Relationship to Insured
72	6	CE		0344	Hcfa Patient's Relationship to Insured
72	1	ID			Patient Relationship to Insured
:IN3
1	3fe	SI	!		Set ID - IN3
1	1	SI	!		Set ID Insurance Certification
2		CX			Certification Number
3		XCN	*		Certified by
4		ID		0136	Certification Required
5	3f8	MOP			Penalty
5	6	MOP		0148	Penalty
5	1	CM_PEN		0148	Penalty
6	3e0	DTM			Certification Date/Time
6	1f	TS			Certification Date/Time
7	3e0	DTM			Certification Modify Date/Time
7	1f	TS			Certification Modify Date/Time
8		XCN	*		Operator
9		DT			Certification Begin Date
10		DT			Certification End Date
11	3f8	DTN			Days
11	6	DTN		0149	Days
11	1	CM_DTN		0149	Days
12	3e0	CWE		0233	Non Concur Code Description
12	1f	CE		0233	Non Concur Code Description
13	3e0	DTM			Non Concur Effective Date/Time
13	1f	TS			Non Concur Effective Date/Time
14	3fe	XCN	*	0010	Physician Reviewer
14	1	XCN	*		Physician Reviewer
15		ST			Certification Contact
16		XTN	*		Certification Contact Phone Number
17	3e0	CWE		0345	Appeal Reason
17	1e	CE		0345	Appeal Reason
17	1	CE			Appeal Reason
18	3e0	CWE		0346	Certification Agency
18	1e	CE		0346	Certification Agency
18	1	CE			Certification Agency
19		XTN	*		Certification Agency Phone Number
20	380	ICD	*	0136	Pre Certification Requirement
20	78	ICD	*		Pre Certification Requirement
20	6	PCF	*	0150	Pre Certification Req Window
20	1	CM_PCF	*		Pre Certification Required Window
21		ST			Case Manager
22		DT			Second Opinion Date
23	3c0	CWE		0151	Second Opinion Status
23	3f	IS		0151	Second Opinion Status
24	3c0	CWE	*	0152	Second Opinion Documentation Received
24	3f	IS	*	0152	Second Opinion Documentation Received
25	3fe	XCN	*	0010	Second Opinion Physician
25	1	XCN	*		Second Opinion Physician
26	380	CWE		0921	Certification Type
27	380	CWE		0922	Certification Category
:INV
1	3e0	CWE	!	0451	Substance Identifier
1	1c	CE	!	0451	Substance Identifier
2	3e0	CWE	+	0383	Substance Status
2	1c	CE	+	0383	Substance Status
3	3e0	CWE		0384	Substance Type
3	1c	CE		0384	Substance Type
4	3e0	CWE		9999	Inventory Container Identifier
4	1c	CE			Inventory Container Identifier
5	3e0	CWE		9999	Container Carrier Identifier
5	1c	CE			Container Carrier Identifier
6	3e0	CWE		9999	Position on Carrier
6	1c	CE			Position on Carrier
7	3fc	NM			Initial Quantity
8	3fc	NM			Current Quantity
9	3fc	NM			Available Quantity
10	3fc	NM			Consumption Quantity
11	3e0	CWE		9999	Quantity Units
11	1c	CE			Quantity Units
12	3e0	DTM			Expiration Date/Time
12	1c	TS			Expiration Date/Time
13	3e0	DTM			First Used Date/Time
13	1c	TS			First Used Date/Time
14	40	WD	0-0		Test Fluid Identifiers
14	3c	TQ			On Board Stability Duration
15	3e0	CWE	*	9999	Test Fluid Identifier's
15	1c	CE	*		Test Fluid Identifier's
16	3fc	ST			Manufacturer Lot Number
17	3e0	CWE		0385	Manufacturer Identifier
17	1c	CE		0385	Manufacturer Identifier
18	3e0	CWE		0386	Supplier Identifier
18	1c	CE		0386	Supplier Identifier
19	3f8	CQ			On Board Stability Time
20	3f8	CQ			Target Value
:IPC
1	3f8	EI	!		Accession Identifier
2	3f8	EI	!		Requested Procedure ID
3	3f8	EI	!		Study Instance Uid
4	3f8	EI	!		Scheduled Procedure Step ID
5	3e0	CWE		9999	Modality
5	18	CE			Modality
6	3e0	CWE	*	9999	Protocol Code
6	18	CE	*		Protocol Code
7	3f8	EI			Scheduled Station Name
8	3e0	CWE	*	9999	Scheduled Procedure Step Location
8	18	CE	*		Scheduled Procedure Step Location
9	3e0	ST			Scheduled Station Ae Title
9	18	ST			Scheduled Ae Title
:IPR
1	3e0	EI	!		Ipr Identifier
2	3e0	EI	!		Provider Cross Reference Identifier
3	3e0	EI	!		Payer Cross Reference Identifier
4	3e0	CWE	!	0571	Ipr Status
5	3e0	DTM	!		Ipr Date/Time
6	3e0	CP			Adjudicated Paid Amount
7	3e0	DTM			Expected Payment Date/Time
8	3e0	ST	!		Ipr Checksum
:ISD
1	3e0	NM	!		Reference Interaction Number
1	1c	NM	!		Reference Interaction Number Unique Identifier
2	3e0	CWE		0368	Interaction Type Identifier
2	1c	CE		0368	Interaction Type Identifier
3	3e0	CWE	!	0387	Interaction Active State
3	1c	CE	!	0387	Interaction Active State
:ITM
1	3e0	EI	!		Item Identifier
2	3e0	ST			Item Description
3	3e0	CWE		0776	Item Status
4	3e0	CWE		0778	Item Type
5	3e0	CWE			Item Category
6	3e0	CNE		0532	Subject to Expiration Indicator
7	3e0	EI			Manufacturer Identifier
8	3e0	ST			Manufacturer Name
9	3e0	ST			Manufacturer Catalog Number
10	3e0	CWE			Manufacturer Labeler Identification Code
11	3e0	CNE		0532	Patient Chargeable Indicator
12	3e0	CWE		0132	Transaction Code
13	3e0	CP			Transaction Amount Unit
14	3e0	CNE		0532	Stocked Item Indicator
15	3e0	CWE		0871	Supply Risk Codes
16	3e0	XON	*	0790	Approving Regulatory Agency
17	3e0	CNE		0532	Latex Indicator
18	3e0	CWE	*	0793	Ruling Act
19	3c0	CWE		0320	Item Natural Account Code
19	20	IS		0320	Item Natural Account Code
20	3e0	NM			Approved to Buy Quantity
21	3e0	MO			Approved to Buy Price
22	3e0	CNE		0532	Taxable Item Indicator
23	3e0	CNE		0532	Freight Charge Indicator
24	3e0	CNE		0532	Item Set Indicator
25	3e0	EI			Item Set Identifier
26	3e0	CNE		0532	Track Department Usage Indicator
27	3e0	CNE		0088	Procedure Code
28	3e0	CNE	*	0340	Procedure Code Modifier
29	3e0	CWE		0376	Special Handling Code
30	380	CNE		0532	Hazardous Indicator
31	380	CNE		0532	Sterile Indicator
32	380	EI			Material Data Safety Sheet Number
33	380	CWE		0396	United Nations Standard Products and Services Code Unspsc
:IVC
1	3e0	EI	!		Provider Invoice Number
2	3e0	EI			Payer Invoice Number
3	3e0	EI			Contract Agreement Number
4	3c0	CWE	!	0553	Invoice Control
4	20	IS	!	0553	Invoice Control
5	3c0	CWE	!	0554	Invoice Reason
5	20	IS	!	0554	Invoice Reason
6	3c0	CWE	!	0555	Invoice Type
6	20	IS	!	0555	Invoice Type
7	3e0	DTM	!		Invoice Date/Time
8	3e0	CP	!		Invoice Amount
9	3e0	ST			Payment Terms
10	3e0	XON	!		Provider Organization
11	3e0	XON	!		Payer Organization
12	3e0	XCN			Attention
13	3e0	ID		0136	Last Invoice Indicator
14	3e0	DTM			Invoice Booking Period
15	3e0	ST			Origin
16	3e0	CP			Invoice Fixed Amount
17	3e0	CP			Special Costs
18	3e0	CP			Amount for Doctors Treatment
19	3e0	XCN			Responsible Physician
20	3e0	CX			Cost Center
21	3e0	CP			Invoice Prepaid Amount
22	3e0	CP			Total Invoice Amount Without Prepaid Amount
23	3e0	CP			Total Amount of VAT
24	3e0	NM	*		VAT Rates Applied
25	3c0	CWE	!	0556	Benefit Group
25	20	IS	!	0556	Benefit Group
26	3e0	ST			Provider Tax ID
27	3e0	ST			Payer Tax ID
28	3c0	CWE		0572	Provider Tax Status
28	20	IS		0572	Provider Tax Status
29	3c0	CWE		0572	Payer Tax Status
29	20	IS		0572	Payer Tax Status
30	3e0	ST			Sales Tax ID
:IVT
1	3e0	SI	!		Set ID - IVT
2	3e0	EI	!		Inventory Location Identifier
3	3e0	ST			Inventory Location Name
4	3e0	EI			Source Location Identifier
5	3e0	ST			Source Location Name
6	3e0	CWE		0625	Item Status
7	3e0	EI	*		Bin Location Identifier
8	3c0	CWE		0818	Order Packaging
8	20	CWE			Order Packaging
9	3e0	CWE			Issue Packaging
10	3e0	EI			Default Inventory Asset Account
11	3e0	CNE		0532	Patient Chargeable Indicator
12	3e0	CWE		0132	Transaction Code
13	3e0	CP			Transaction Amount Unit
14	3e0	CWE		0634	Item Importance Code
15	3e0	CNE		0532	Stocked Item Indicator
16	3e0	CNE		0532	Consignment Item Indicator
17	3e0	CNE		0532	Reusable Item Indicator
18	3e0	CP			Reusable Cost
19	3e0	EI	*		Substitute Item Identifier
20	3e0	EI			Latex Free Substitute Item Identifier
21	3e0	CWE		0642	Recommended Reorder Theory
22	3e0	NM			Recommended Safety Stock Days
23	3e0	NM			Recommended Maximum Days Inventory
24	3e0	NM			Recommended Order Point
25	3e0	NM			Recommended Order Amount
26	3e0	CNE		0532	Operating Room Par Level Indicator
:LAN
1	3f4	SI	!		Set ID - LAN
1	8	SI	!		Set ID   - LAN
2	3e0	CWE	!	0296	Language Code
2	1c	CE	!	0296	Language Code
3	3e0	CWE	*	0403	Language Ability Code
3	1c	CE	*	0403	Language Ability Code
4	3e0	CWE		0404	Language Proficiency Code
4	1c	CE		0404	Language Proficiency Code
:LCC
1	3fe	PL	!		Primary Key Value - LCC
1	1	PL	!		Primary Key Value
2	3e0	CWE	!	0264	Location Department
2	1c	CE	!	0264	Location Department
2	3	IS	!	0264	Location Department
3	3e0	CWE	*	0129	Accommodation Type
3	1e	CE	*	0129	Accommodation Type
3	1	CE	*		Accommodation Type
4	3e0	CWE	+	0132	Charge Code
4	1e	CE	+	0132	Charge Code
4	1	CE	+		Charge Code
:LCH
1	3fe	PL	!		Primary Key Value - LCH
1	1	PL	!		Primary Key Value
2		ID		0206	Segment Action Code
3		EI			Segment Unique Key
4	3e0	CWE	!	0324	Location Characteristic ID
4	1f	CE	!	0324	Location Characteristic ID
5	3e0	CWE	!	0136	Location Characteristic Value - LCH
5	14	CE	!	0136	Location Characteristic Value - LCH
5	8	CE	!		Location Characteristic Value - LCH
5	2	CE			Location Characteristic Value
5	1	CE	!		Location Characteristic Value
:LDP
1	3fe	PL	!		Primary Key Value - LDP
1	1	PL	!		Ldp Primary Key Value
2	3e0	CWE	!	0264	Location Department
2	1c	CE	!	0264	Location Department
2	3	IS	!	0264	Location Department
3	3c0	CWE	*	0069	Location Service
3	3f	IS	*	0069	Location Service
4	3e0	CWE	*	0265	Specialty Type
4	1e	CE	*	0265	Specialty Type
4	1	CE	*	0265	Speciality Type
5	3c0	CWE	*	0004	Valid Patient Classes
5	3e	IS	*	0004	Valid Patient Classes
5	1	ID	*	0004	Valid Patient Classes
6		ID		0183	Active Inactive Flag
7	3e0	DTM			Activation Date - LDP
7	1e	TS			Activation Date - LDP
7	1	TS			Activation Date
8	3e0	DTM			Inactivation Date - LDP
8	1f	TS			Inactivation Date - LDP
9		ST			Inactivated Reason
10		VH	*	0267	Visiting Hours
11		XTN			Contact Phone
12	3e0	CWE		0462	Location Cost Center
12	1c	CE		0462	Location Cost Center
:LOC
1	3fe	PL	!		Primary Key Value - LOC
1	1	PL	!		Primary Key Value
2		ST			Location Description
3	3c0	CWE	+	0260	Location Type - LOC
3	3e	IS	+	0260	Location Type - LOC
3	1	IS	+	0260	Location Type
4	3fe	XON	*		Organization Name - LOC
4	1	XON			Organization Name
5	3fe	XAD	*		Location Address
5	1	XAD			Location Address
6		XTN	*		Location Phone
7	3e0	CWE	*	0461	License Number
7	1c	CE	*	0461	License Number
7	3	CE	*		License Number
8	3c0	CWE	*	0261	Location Equipment
8	3e	IS	*	0261	Location Equipment
8	1	ID	*	0261	Location Equipment
9	3c0	CWE		0442	Location Service Code
9	3c	IS		0442	Location Service Code
:LRL
1	3fe	PL	!		Primary Key Value - LRL
1	1	PL	!		Primary Key Value
2		ID		0206	Segment Action Code
3		EI			Segment Unique Key
4	3e0	CWE	!	0325	Location Relationship ID
4	1c	CE	!	0325	Location Relationship ID
4	3	CE		0325	Location Relationship ID
5	3fe	XON	*		Organizational Location Relationship Value
5	1	XON			Organizational Location Relationship Value
6		PL			Patient Location Relationship Value
:MCP
1	200	SI	!		Set ID - MCP
2	200	CWE	!		Producer's Service Test Observation ID
3	200	MO			Universal Service Price Range Low Value
4	200	MO			Universal Service Price Range High Value
5	200	ST			Reason for Universal Service Cost Range
:MFA
1		ID	!	0180	Record Level Event Code
2		ST			Mfn Control ID
3	3e0	DTM			Event Completion Date/Time
3	1f	TS			Event Completion Date/Time
4	3e0	CWE	!	0181	Mfn Record Level Error Return
4	1e	CE	!	0181	Mfn Record Level Error Return
4	1	CE	!	0181	Error Return Code and or Text
5	3f8	varies	+	9999	Primary Key Value - MFA
5	4	CE	+	9999	Primary Key Value - MFA
5	2	CE	+		Primary Key Value - MFA
5	1	CE	+		Primary Key Value
6	3fe	ID	+	0355	Primary Key Value Type - MFA
:MFE
1		ID	!	0180	Record Level Event Code
2		ST			Mfn Control ID
3	3e0	DTM			Effective Date/Time
3	1f	TS			Effective Date/Time
4	3f8	varies	+	9999	Primary Key Value - MFE
4	6	varies	+		Primary Key Value - MFE
4	1	CE	+		Primary Key Value
5	3fe	ID	+	0355	Primary Key Value Type
6	3e0	DTM			Entered Date/Time
7	3e0	XCN			Entered by
:MFI
1	3e0	CWE	!	0175	Master File Identifier
1	1f	CE	!	0175	Master File Identifier
2	3e0	HD	*	0361	Master File Application Identifier
2	18	HD		0361	Master File Application Identifier
2	6	HD			Master File Application Identifier
2	1	HD		0176	Master File Application Identifier
3		ID	!	0178	File Level Event Code
4	3e0	DTM			Entered Date/Time
4	1f	TS			Entered Date/Time
5	3e0	DTM			Effective Date/Time
5	1f	TS			Effective Date/Time
6		ID	!	0179	Response Level Code
:MRG
1	3c0	CX	+	0061	Prior Patient Identifier List
1	3e	CX	+		Prior Patient Identifier List
1	1	CX	+		Prior Patient ID Internal
2	3c0	WD	0-0		Prior Alternate Patient ID
2	3f	CX	*		Prior Alternate Patient ID
3	3c0	CX		0061	Prior Patient Account Number
3	3f	CX			Prior Patient Account Number
4	3c0	WD	0-0		Prior Patient ID
4	3e	CX			Prior Patient ID
4	1	CX			Prior Patient ID External
5	3c0	CX		0061	Prior Visit Number
5	3f	CX			Prior Visit Number
6	380	CX	*	0061	Prior Alternate Visit ID
6	40	CX		0061	Prior Alternate Visit ID
6	3f	CX			Prior Alternate Visit ID
7	3e0	XPN	*	0200	Prior Patient Name
7	1e	XPN	*		Prior Patient Name
7	1	CX			Prior Patient Name
:MSA
1		ID	!	0008	Acknowledgment Code
2		ST	!		Message Control ID
3	3c0	WD	0-0		Text Message
3	3f	ST			Text Message
4		NM			Expected Sequence Number
5	3a0	WD	0-0		Delayed Acknowledgment Type
5	40	WD	0-0		Delayed Aknowledgement Type
5	8	ID			Delayed Acknowledgment Type
5	6	ID		0102	Delayed Acknowledgment Type
5	1	ID		0102	Delayed Acknowledgement Type
6	3c0	WD	0-0		Error Condition
6	20	CNE		0357	Error Condition
6	1c	CE		0357	Error Condition
6	3	CE			Error Condition
7	3e0	NM			Message Waiting Number
8	3e0	ID		0520	Message Waiting Priority
:MSH
1		ST	!		Field Separator
2		ST	!		Encoding Characters
3	3fe	HD		0361	Sending Application
3	1	HD			Sending Application
4	3fe	HD		0362	Sending Facility
4	1	HD			Sending Facility
5	3fe	HD		0361	Receiving Application
5	1	HD			Receiving Application
6	3fe	HD		0362	Receiving Facility
6	1	HD			Receiving Facility
7	3e0	DTM	!		Date/Time of Message
7	1c	TS	!		Date/Time of Message
7	3	TS			Date/Time of Message
8		ST			Security
9	3f8	MSG	!		Message Type
9	6	MSG	!	0076	Message Type
9	1	CM_MSG	!		Message Type
10		ST	!		Message Control ID
11		PT	!		Processing ID
12	3f8	VID	!		Version ID
12	6	VID	!	0104	Version ID
12	1	ID	!	0104	Version ID
13		NM			Sequence Number
14		ST			Continuation Pointer
15	3fe	ID		0155	Accept Acknowledgment Type
15	1	ID		0155	Accept Acknowledgement Type
16	3fe	ID		0155	Application Acknowledgment Type
16	1	ID		0155	Application Acknowledgement Type
17	3fc	ID		0399	Country Code
17	3	ID			Country Code
18	3fe	ID	*	0211	Character Set
18	1	ID		0211	Character Set
19	3e0	CWE			Principal Language of Message
19	1f	CE			Principal Language of Message
20	3fe	ID		0356	Alternate Character Set Handling Scheme
21	3f8	EI	*		Message Profile Identifier
21	4	ID	*	0449	Conformance Statement ID
22	3e0	XON			Sending Responsible Organization
23	3e0	XON			Receiving Responsible Organization
24	3e0	HD			Sending Network Address
25	3e0	HD			Receiving Network Address
:NCK
1	3e0	DTM	!		System Date/Time
1	1c	TS	!		System Date/Time
1	3	TS			System Date/Time
:NDS
1	3fc	NM	!		Notification Reference Number
2	3e0	DTM	!		Notification Date/Time
2	1c	TS	!		Notification Date/Time
3	3e0	CWE	!	0367	Notification Alert Severity
3	1c	CE	!	0367	Notification Alert Severity
4	3e0	CWE	!	9999	Notification Code
4	1c	CE	!		Notification Code
:NK1
1	3fe	SI	!		Set ID - NK1
1	1	SI	!		Set ID Next of Kin
2	3e0	XPN	*	0200	Name
2	1f	XPN	*		Name
3	3e0	CWE		0063	Relationship
3	1f	CE		0063	Relationship
4		XAD	*		Address
5		XTN	*		Phone Number
6		XTN	*		Business Phone Number
7	3e0	CWE		0131	Contact Role
7	1f	CE		0131	Contact Role
8		DT			Start Date
9		DT			End Date
10		ST			Next of Kin Associated Parties Job Title
11	3e8	JCC			Next of Kin Associated Parties Job Code Class
11	16	JCC		0327	Next of Kin Associated Parties Job Code Class
11	1	JCC			Next of Kin Job Associated Parties Code Class
12		CX			Next of Kin Associated Parties Employee Number
13	3fe	XON	*		Organization Name - NK1
13	1	XON	*		Organization Name
14	3e0	CWE		0002	Marital Status
14	1e	CE		0002	Marital Status
14	1	IS	*	0002	Marital Status
15	3c0	CWE		0001	Administrative Sex
15	3c	IS		0001	Administrative Sex
15	3	IS		0001	Sex
16	3e0	DTM			Date/Time of Birth
16	1e	TS			Date/Time of Birth
16	1	TS			Date of Birth
17	3c0	CWE	*	0223	Living Dependency
17	3e	IS	*	0223	Living Dependency
17	1	IS		0223	Living Dependency
18	3c0	CWE	*	0009	Ambulatory Status
18	3e	IS	*	0009	Ambulatory Status
18	1	IS		0009	Ambulatory Status
19	3e0	CWE	*	0171	Citizenship
19	1e	CE	*	0171	Citizenship
19	1	IS		0171	Citizenship
20	3e0	CWE		0296	Primary Language
20	1f	CE		0296	Primary Language
21	3c0	CWE		0220	Living Arrangement
21	3f	IS		0220	Living Arrangement
22	3e0	CWE		0215	Publicity Code
22	1e	CE		0215	Publicity Code
22	1	CE		0215	Publicity Indicator
23		ID		0136	Protection Indicator
24	3c0	CWE		0231	Student Indicator
24	3f	IS		0231	Student Indicator
25	3e0	CWE		0006	Religion
25	1e	CE		0006	Religion
25	1	IS		0006	Religion
26	3fe	XPN	*		Mother's Maiden Name
26	1	XPN			Mother's Maiden Name
27	3e0	CWE		0212	Nationality
27	1e	CE		0212	Nationality
27	1	CE		0212	Nationality Code
28	3e0	CWE	*	0189	Ethnic Group
28	1e	CE	*	0189	Ethnic Group
28	1	IS		0189	Ethnic Group
29	3e0	CWE	*	0222	Contact Reason
29	1e	CE	*	0222	Contact Reason
29	1	CE		0222	Contact Reason
30	39f	XPN	*		Contact Person's Name
30	60	XPN	*	0200	Contact Person's Name
31		XTN	*		Contact Person's Telephone Number
32		XAD	*		Contact Person's Address
33	3fe	CX	*		Next of Kin Associated Party's Identifiers
33	1	CX	*		Associated Party's Identifiers
34	3c0	CWE		0311	Job Status
34	3f	IS		0311	Job Status
35	3e0	CWE	*	0005	Race
35	1e	CE	*	0005	Race
35	1	IS		0005	Race
36	3c0	CWE		0295	Handicap
36	3e	IS		0295	Handicap
36	1	IS		0310	Handicap
37		ST			Contact Person Social Security Number
38	3f8	ST			Next of Kin Birth Place
39	3c0	CWE		0099	Vip Indicator
39	38	IS		0099	Vip Indicator
40	3c0	XTN			Next of Kin Telecommunication Information
41	3c0	XTN			Contact Person's Telecommunication Information
:NPU
1	3fe	PL	!		Bed Location
1	1	PL	!	0079	Bed Location
2	3c0	CWE		0116	Bed Status
2	3f	IS		0116	Bed Status
:NSC
1	3c0	CWE	!	0409	Application Change Type
1	3c	IS	!	0409	Application Change Type
1	2	IS		0333	Network Change Type
1	1	ID			Network Change Type
2		ST			Current Cpu
3		ST			Current Fileserver
4	3c0	HD		0361	Current Application
4	3c	HD			Current Application
4	3	ST			Current Application
5	3c0	HD		0362	Current Facility
5	3c	HD			Current Facility
5	3	ST			Current Facility
6	3fe	ST			New Cpu
6	1	ST		0206	New Cpu
7		ST			New Fileserver
8	3c0	HD		0361	New Application
8	3c	HD			New Application
8	3	ST			New Application
9	3c0	HD		0362	New Facility
9	3c	HD			New Facility
9	2	ST			New Facility
:NST
1	3fc	ID	!	0136	Statistics Available
1	2	ID		0136	Statistics Available
1	1	ID		0125	Statistics Available
2		ST			Source Identifier
3	3fc	ID		0332	Source Type
3	3	ID			Source Type
4	3e0	DTM			Statistics Start
4	1f	TS			Statistics Start
5	3e0	DTM			Statistics End
5	1f	TS			Statistics End
6		NM			Receive Character Count
7		NM			Send Character Count
8		NM			Messages Received
9		NM			Messages Sent
10		NM			Checksum Errors Received
11		NM			Length Errors Received
12		NM			Other Errors Received
13		NM			Connect Timeouts
14		NM			Receive Timeouts
15	3fc	NM			Application Control Level Errors
15	3	NM			Network Errors
:NTE
1	3fe	SI			Set ID - NTE
1	1	SI			Set ID Notes and Comments
2		ID		0105	Source of Comment
3		FT	*		Comment
4	3e0	CWE		0364	Comment Type
4	1e	CE		0364	Comment Type
5	3e0	XCN			Entered by
6	3e0	DTM			Entered Date/Time
7	3e0	DTM			Effective Start Date
8	3e0	DTM			Expiration Date
:OBR
1	3fe	SI			Set ID - OBR
1	1	SI			Set ID Observation Request
2	3fe	EI			Placer Order Number
2	1	EI	*		Placer Order Number
3		EI			Filler Order Number
4	3e0	CWE	!		Universal Service Identifier
4	1d	CE	!		Universal Service Identifier
4	2	CE	!		Universal Service ID
5	3c0	WD	0-0		Priority
5	25	ID			Priority
5	12	ID			Priority - OBR
5	8	ID			Priority   - OBR
6	3c0	WD	0-0		Requested Date/Time
6	20	DTM			Requested Date/Time
6	1f	TS			Requested Date/Time
7	3e0	DTM			Observation Date/Time
7	1f	TS			Observation Date/Time
8	3e0	DTM			Observation End Date/Time
8	1f	TS			Observation End Date/Time
9		CQ			Collection Volume
10		XCN	*		Collector Identifier
11		ID		0065	Specimen Action Code
12	3e0	CWE		9999	Danger Code
12	1f	CE			Danger Code
13	3c0	CWE	*	0916	Relevant Clinical Information
13	39	ST			Relevant Clinical Information
13	6	ST			Relevant Clinical Info
14	40	WD	0-0		Specimen Received Date/Time
14	20	DTM			Specimen Received Date/Time
14	1f	TS			Specimen Received Date/Time
15	40	WD	0-0		Speciment Source
15	38	SPS			Specimen Source
15	6	SPS		0070	Specimen Source
15	1	CM_SPS		0070	Specimen Source
16		XCN	*		Ordering Provider
17	3e0	XTN	0-2		Order Callback Phone Number
17	1f	XTN	*		Order Callback Phone Number
18		ST			Placer Field 1
19		ST			Placer Field 2
20		ST			Filler Field 1
21		ST			Filler Field 2
22	3e0	DTM			Results Rpt Status Chng Date/Time
22	1f	TS			Results Rpt Status Chng Date/Time
23	3fe	MOC			Charge to Practice
23	1	CM_MOC			Charge to Practice
24	3fe	ID		0074	Diagnostic Serv Sect ID
24	1	ID		0074	Diagnostic Service Section ID
25		ID		0123	Result Status
26	3fe	PRL			Parent Result
26	1	CM_PRL			Parent Result
27	40	PRL	0-0		Parent Result
27	3e	TQ	*		Quantity Timing
27	1	TQ	!		Quantity Timing
28		XCN	*		Result Copies to
29	380	EIP			Parent Results Observation Identifier
29	40	EIP			Parent Result Observation Identifier
29	3e	EIP			Parent
29	1	CM_EIP			Parent Number
30		ID		0124	Transportation Mode
31	3e0	CWE	*	9999	Reason for Study
31	1f	CE	*		Reason for Study
32	3fe	NDL			Principal Result Interpreter
32	1	CM_NDL			Principal Result Interpreter
33	3fe	NDL	*		Assistant Result Interpreter
33	1	CM_NDL	*		Assistant Result Interpreter
34	3fe	NDL	*		Technician
34	1	CM_NDL	*		Technician
35	3fe	NDL	*		Transcriptionist
35	1	CM_NDL	*		Transcriptionist
36	3e0	DTM			Scheduled Date/Time
36	1f	TS			Scheduled Date/Time
37		NM			Number of Sample Containers
38	3e0	CWE	*	9999	Transport Logistics of Collected Sample
38	1f	CE	*		Transport Logistics of Collected Sample
39	3e0	CWE	*	9999	Collector's Comment
39	1f	CE	*		Collector's Comment
40	3e0	CWE		9999	Transport Arrangement Responsibility
40	1f	CE			Transport Arrangement Responsibility
41		ID		0224	Transport Arranged
42		ID		0225	Escort Required
43	3e0	CWE	*	9999	Planned Patient Transport Comment
43	1f	CE	*		Planned Patient Transport Comment
44	3e0	CNE		0088	Procedure Code
44	1e	CE		0088	Procedure Code
45	3e0	CNE	*	0340	Procedure Code Modifier
45	1e	CE	*	0340	Procedure Code Modifier
46	3e0	CWE	*	0411	Placer Supplemental Service Information
46	1c	CE	*	0411	Placer Supplemental Service Information
47	3e0	CWE	*	0411	Filler Supplemental Service Information
47	1c	CE	*	0411	Filler Supplemental Service Information
48	3f8	CWE		0476	Medically Necessary Duplicate Procedure Reason
49	3c0	CWE		0507	Result Handling
49	38	IS		0507	Result Handling
50	3f0	CWE			Parent Universal Service Identifier
51	3c0	EI			Observation Group ID
52	3c0	EI			Parent Observation Group ID
53	3c0	CX	*		Alternate Placer Order Number
54	3c0	EIP			Parent Order
:OBX
1		SI			Set ID - OBX
2	33c	ID		0125	Value Type
2	c3	ID	!	0125	Value Type
3	3e0	CWE	!	9999	Observation Identifier
3	1f	CE	!		Observation Identifier
4	200	OG			Observation Sub ID
4	13d	ST			Observation Sub ID
4	80	ST	+		Observation Sub ID
4	42	ST	!		Observation Sub ID
5		varies	*		Observation Value
6	360	CWE		9999	Units
6	80	CWE			Units
6	1f	CE			Units
7		ST			References Range
8	3c0	CWE	*	0078	Interpretation Codes
8	38	IS	*	0078	Abnormal Flags
8	4	IS		0078	Abnormal Flags
8	3	ID	*	0078	Abnormal Flags
9	3f9	NM			Probability
9	6	NM	*		Probability
10	3f8	ID	*	0080	Nature of Abnormal Test
10	7	ID		0080	Nature of Abnormal Test
11	3fe	ID	!	0085	Observation Result Status
11	1	ID	!	0085	Observ Result Status
12	3e0	DTM			Effective Date of Reference Range
12	10	TS			Effective Date of Reference Range Values
12	8	TS			Effective Date of Reference Range
12	4	TS			Date Last Observation Normal Value
12	3	TS			Date Last Obs Normal Values
13	37f	ST			User Defined Access Checks
13	80	ST	*		User Defined Access Checks
14	3e0	DTM			Date/Time of the Observation
14	1f	TS			Date/Time of the Observation
15	3e0	CWE		9999	Producer's ID
15	10	CE			Producer's Reference
15	f	CE			Producer's ID
16	3fa	XCN	*		Responsible Observer
16	5	XCN			Responsible Observer
17	3e0	CWE	*	9999	Observation Method
17	1f	CE	*		Observation Method
18	3fc	EI	*		Equipment Instance Identifier
19	3e0	DTM			Date/Time of the Analysis
19	1c	TS			Date/Time of the Analysis
20	3e0	CWE	*	0163	Observation Site
21	3e0	EI			Observation Instance Identifier
22	3e0	CNE		0725	Mood Code
23	3f0	XON	*		Performing Organization Name
24	3f0	XAD	*		Performing Organization Address
25	3f0	XCN	*		Performing Organization Medical Director
26	3c0	ID	*	0909	Patient Results Release Category
27	380	CWE		0914	Root Cause
28	380	CWE	*	0915	Local Process Control
29	300	ID	*	0936	Observation Type
30	200	ID	*	0937	Observation Sub Type
:ODS
1		ID	!	0159	Type
2	3e0	CWE	0-10	9999	Service Period
2	1f	CE	*		Service Period
3	3e0	CWE	1-20	9999	Diet Supplement or Preference Code
3	1f	CE	+		Diet Supplement or Preference Code
4	3e0	ST	0-2		Text Instruction
4	1e	ST	*		Text Instruction
4	1	ST			Text Instruction
:ODT
1	3e0	CWE	!	0160	Tray Type
1	1f	CE	!	0160	Tray Type
2	3e0	CWE	0-10	9999	Service Period
2	1f	CE	*		Service Period
3		ST			Text Instruction
:OM1
1	3fc	NM	!		Sequence Number Test Observation Master File
1	3	NM			Sequence Number Test Observation Master File
2	200	CWE	!		Producer's Service Test Observation ID
2	1e0	CWE	!	9999	Producer's Service Test Observation ID
2	1c	CE	!	9999	Producer's Service Test Observation ID
2	2	CE			Producer's Test Observation ID
2	1	CE	!		Producer's Test Observation ID
3		ID	*	0125	Permitted Data Types
4	3fd	ID	!	0136	Specimen Required
4	2	ID		0136	Specimen Required
5	3e0	CWE	!	9999	Producer ID
5	1c	CE	!	9999	Producer ID
5	2	CE			Producer ID
5	1	CE	!		Producer ID
6	3fe	TX			Observation Description
6	1	CE			Observation Description
7	380	CWE	*	9999	Other Service Test Observation Ids for the Observation
7	60	CWE		9999	Other Service Test Observation Ids for the Observation
7	1c	CE		9999	Other Service Test Observation Ids for the Observation
7	3	CE			Other Test Observation Ids for the Observation
8	382	ST	*		Other Names
8	7d	ST	+		Other Names
9		ST			Preferred Report Name for the Observation
10	3c0	ST			Preferred Short Name or Mnemonic for the Observation
10	3f	ST			Preferred Short Name or Mnemonic for Observation
11		ST			Preferred Long Name for the Observation
12		ID		0136	Orderability
13	3e0	CWE	*	9999	Identity of Instrument Used to Perform This Study
13	1c	CE	*	9999	Identity of Instrument Used to Perform This Study
13	2	CE	*		Identity of Instrument Used to Perform This Study
13	1	CE	*		Identity of Instrument Used to Perfrom This Study
14	3e0	CWE	*	9999	Coded Representation of Method
14	1c	CE	*	9999	Coded Representation of Method
14	2	CE	*		Coded Representation of Method
14	1	CE			Coded Representation of Method
15	3fc	ID		0136	Portable Device Indicator
15	3	ID		0136	Portable
16	3e0	CWE	*	9999	Observation Producing Department Section
16	1c	CE	*	9999	Observation Producing Department Section
16	3	CE	*		Observation Producing Department Section
17	3fe	XTN			Telephone Number of Section
17	1	TN			Telephone Number of Section
18	3c0	CWE	!	0174	Nature of Service Test Observation
18	3c	IS	!	0174	Nature of Service Test Observation
18	2	IS	!	0174	Nature of Test Observation
18	1	ID		0174	Nature of Test Observation
19	3e0	CWE		9999	Report Subheader
19	1c	CE		9999	Report Subheader
19	3	CE			Report Subheader
20		ST			Report Display Order
21	3e0	DTM			Date/Time Stamp for Any Change in Definition for the Observation
21	1e	TS			Date/Time Stamp for Any Change in Definition for the Observation
21	1	TS			Date/Time Stamp for Any Change in Def Attri for Obs
22	3e0	DTM			Effective Date/Time of Change
22	1e	TS			Effective Date/Time of Change
22	1	TS			Effective Date/Time of Change in Test Proc That Make Results Non Comparable
23		NM			Typical Turn Around Time
24		NM			Processing Time
25		ID	*	0168	Processing Priority
26		ID		0169	Reporting Priority
27	3e0	CWE	*	9999	Outside Site's Where Observation May Be Performed
27	1c	CE	*	9999	Outside Site's Where Observation May Be Performed
27	3	CE	*		Outside Site's Where Observation May Be Performed
28	3fe	XAD	*		Address of Outside Site's
28	1	AD			Address of Outside Site's
29	3fe	XTN			Phone Number of Outside Site
29	1	TN			Phone Number of Outside Site
30	3f8	CWE		0177	Confidentiality Code
30	6	IS		0177	Confidentiality Code
30	1	ID		0177	Confidentiality Code
31	380	CWE	*	9999	Observations Required to Interpret This Observation
31	40	CWE		9999	Observations Required to Interpret This Observation
31	20	CWE		9999	Observations Required to Interpret the Observation
31	1c	CE		9999	Observations Required to Interpret the Observation
31	2	CE			Observations Required to Interpret the Obs
31	1	CE			Observations Required to Interpret the Observation
32		TX			Interpretation of Observations
33	380	CWE	*	9999	Contraindications to Observations
33	60	CWE		9999	Contraindications to Observations
33	1c	CE		9999	Contraindications to Observations
33	3	CE			Contraindications to Observations
34	3e0	CWE	*	9999	Reflex Tests Observations
34	1c	CE	*	9999	Reflex Tests Observations
34	3	CE	*		Reflex Tests Observations
35	380	TX	*		Rules That Trigger Reflex Testing
35	7e	TX			Rules That Trigger Reflex Testing
35	1	ST			Rules That Trigger Reflex Testing
36	380	CWE	*	9999	Fixed Canned Message
36	60	CWE		9999	Fixed Canned Message
36	1c	CE		9999	Fixed Canned Message
36	3	CE			Fixed Canned Message
37	380	TX	*		Patient Preparation
37	7f	TX			Patient Preparation
38	3e0	CWE		9999	Procedure Medication
38	1c	CE		9999	Procedure Medication
38	3	CE			Procedure Medication
39	3f8	TX			Factors That May Affect the Observation
39	4	TX			Factors That May Affect Affect the Observation
39	3	TX			Factors That May Effect the Observation
40	3fc	ST	*		Service Test Observation Performance Schedule
40	3	ST	*		Test Observation Performance Schedule
41		TX			Description of Test Methods
42	3e0	CWE		0254	Kind of Quantity Observed
42	1e	CE		0254	Kind of Quantity Observed
42	1	CE			Kind of Quantity Observed
43	3e0	CWE		0255	Point Versus Interval
43	1e	CE		0255	Point Versus Interval
43	1	CE			Point Versus Interval
44	3f6	TX		0256	Challenge Information
44	9	TX			Challenge Information
45	3e0	CWE		0258	Relationship Modifier
45	1e	CE		0258	Relationship Modifier
45	1	CE			Relationship Modifier
46	3e0	CWE		9999	Target Anatomic Site of Test
46	1c	CE		9999	Target Anatomic Site of Test
46	3	CE			Target Anatomic Site of Test
47	3c0	CWE		0910	Modality of Imaging Measurement
47	20	CWE		0259	Modality of Imaging Measurement
47	1e	CE		0259	Modality of Imaging Measurement
47	1	CE			Modality of Imaging Measurement
48	380	ID		0919	Exclusive Test
49	380	ID		0074	Diagnostic Serv Sect ID
50	380	CWE			Taxonomic Classification Code
51	380	ST	*		Other Names
52	300	CWE	*	9999	Replacement Producer's Service Test Observation ID
53	300	TX	*		Prior Resuts Instructions
54	300	TX			Special Instructions
55	300	CWE	*		Test Category
56	200	CWE		9999	Observation Identifier Associated with Producer's Service Test Observation ID
57	200	CQ			Typical Turn Around Time
58	200	CWE	*	0001	Gender Restriction
59	200	NR	*		Age Restriction
:OM2
1		NM			Sequence Number Test Observation Master File
2	3e0	CWE		9999	Units of Measure
2	1c	CE		9999	Units of Measure
2	3	CE			Units of Measure
3		NM	*		Range of Decimal Precision
4	3e0	CWE		9999	Corresponding Si Units of Measure
4	1c	CE		9999	Corresponding Si Units of Measure
4	3	CE			Corresponding Si Units of Measure
5		TX			Si Conversion Factor
6	3e0	RFR	*		Reference Normal Range for Ordinal and Continuous Observations
6	18	RFR	*		Reference Normal Range Ordinal and Continuous Observations
6	4	RFR			Reference Normal Range Ordinal and Continuous Observations
6	2	RFR			Reference Normal Range Ordinal Continuous Obs
6	1	CM_RFR			Reference Normal Range Ordinal Continuous Obs
7	3f8	RFR	*		Critical Range for Ordinal and Continuous Observations
7	4	NR			Critical Range for Ordinal and Continuous Observations
7	2	NR			Critical Range for Ordinal Continuous Obs
7	1	CM_RANGE			Critical Range for Ordinal Continuous Obs
8	3f4	RFR			Absolute Range for Ordinal and Continuous Observations
8	8	RFR			Bsolute Range for Ordinal and Continuous Observations
8	2	RFR			Absolute Range for Ordinal Continuous Obs
8	1	CM_ABS_RANGE			Absolute Range for Ordinal Continuous Obs
9	3fe	DLT	*		Delta Check Criteria
9	1	CM_DLT	*		Delta Check Criteria
10		NM			Minimum Meaningful Increments
:OM3
1		NM			Sequence Number Test Observation Master File
2	3e0	CWE		9999	Preferred Coding System
2	1c	CE		9999	Preferred Coding System
2	3	CE			Preferred Coding System
3	3e0	CWE	*	9999	Valid Coded Answers
3	1c	CE		9999	Valid Coded Answers
3	3	CE			Valid Coded Answers
4	3e0	CWE	*	9999	Normal Text Codes for Categorical Observations
4	1c	CE	*	9999	Normal Text Codes for Categorical Observations
4	3	CE	*		Normal Text Codes for Categorical Observations
5	3e0	CWE	*	9999	Abnormal Text Codes for Categorical Observations
5	18	CE	*	9999	Abnormal Text Codes for Categorical Observations
5	4	CE		9999	Abnormal Text Codes for Categorical Observations
5	3	CE			Abnormal Text Codes for Categorical Observations
6	3e0	CWE	*	9999	Critical Text Codes for Categorical Observations
6	18	CE	*	9999	Critical Text Codes for Categorical Observations
6	4	CE		9999	Critical Text Codes for Categorical Observations
6	3	CE			Critical Text Codes for Categorical Observations
7	3fe	ID		0125	Value Type
7	1	ID	!	0125	Value Type
:OM4
1		NM			Sequence Number Test Observation Master File
2		ID		0170	Derived Specimen
3	380	TX	*		Container Description
3	7f	TX			Container Description
4	380	NM	*		Container Volume
4	7f	NM			Container Volume
5	380	CWE	*	9999	Container Units
5	60	CWE		9999	Container Units
5	1c	CE		9999	Container Units
5	3	CE			Container Units
6	3e0	CWE		9999	Specimen
6	1c	CE		9999	Specimen
6	3	CE			Specimen
7	3f8	CWE		0371	Additive
7	4	CE		0371	Additive
7	3	CE			Additive
8		TX			Preparation
9		TX			Special Handling Requirements
10		CQ			Normal Collection Volume
11		CQ			Minimum Collection Volume
12		TX			Specimen Requirements
13	3fe	ID	*	0027	Specimen Priorities
13	1	ID		0027	Specimen Priorities
14		CQ			Specimen Retention Time
15	380	CWE	*	0376	Specimen Handling Code
16	380	ID		0920	Specimen Preference
17	380	NM			Preferred Specimen Attribture Sequence ID
18	380	CWE	*		Taxonomic Classification Code
:OM5
1		NM			Sequence Number Test Observation Master File
2	3e0	CWE	*	9999	Test Observations Included Within an Ordered Test Battery
2	1c	CE	*	9999	Test Observations Included Within an Ordered Test Battery
2	2	CE	*		Test Observations Included Within an Ordered Test Battery
2	1	CE	*		Test Observations Included W an Ordered Test Battery
3		ST			Observation ID Suffixes
:OM6
1		NM			Sequence Number Test Observation Master File
2		TX			Derivation Rule
:OM7
1	3fc	NM	!		Sequence Number Test Observation Master File
2	3e0	CWE	!		Universal Service Identifier
2	1c	CE	!		Universal Service Identifier
3	3e0	CWE	*	0412	Category Identifier
3	1c	CE	*	0412	Category Identifier
4	3fc	TX			Category Description
5	3fc	ST	*		Category Synonym
6	3e0	DTM			Effective Test Service Start Date/Time
6	1c	TS			Effective Test Service Start Date/Time
7	3e0	DTM			Effective Test Service End Date/Time
7	1c	TS			Effective Test Service End Date/Time
8	3fc	NM			Test Service Default Duration Quantity
9	3e0	CWE		9999	Test Service Default Duration Units
9	1c	CE		9999	Test Service Default Duration Units
10	3c0	CWE			Test Service Default Frequency
10	20	IS			Test Service Default Frequency
10	1c	IS		0335	Test Service Default Frequency
11	3fc	ID		0136	Consent Indicator
12	3e0	CWE		0413	Consent Identifier
12	1c	CE		0413	Consent Identifier
13	3e0	DTM			Consent Effective Start Date/Time
13	1c	TS			Consent Effective Start Date/Time
14	3e0	DTM			Consent Effective End Date/Time
14	1c	TS			Consent Effective End Date/Time
15	3fc	NM			Consent Interval Quantity
16	3e0	CWE		0414	Consent Interval Units
16	1c	CE		0414	Consent Interval Units
17	3fc	NM			Consent Waiting Period Quantity
18	3e0	CWE		0414	Consent Waiting Period Units
18	1c	CE		0414	Consent Waiting Period Units
19	3e0	DTM			Effective Date/Time of Change
19	1c	TS			Effective Date/Time of Change
20	3fc	XCN			Entered by
21	3fc	PL	*		Orderable at Location
22	3c0	CWE		0473	Formulary Status
22	3c	IS		0473	Formulary Status
23	3fc	ID		0136	Special Order Indicator
24	380	CWE	*		Primary Key Value - CDM
24	60	CWE	*	0132	Primary Key Value - CDM
24	1c	CE	*	0132	Primary Key Value - CDM
:OMC
1	200	NM			Sequence Number Test Observation Master File
2	200	ID		0206	Segment Action Code
3	200	EI			Segment Unique Key
4	200	CWE	!	9999	Clinical Information Request
5	200	CWE	+	0938	Collection Event Process Step
6	200	CWE	!	0939	Communication Location
7	200	ID		0136	Answer Required
8	200	ST			Hint Help Text
9	200	varies		0125	Type of Answer
10	200	ID		0136	Multiple Answers Allowed
11	200	CWE	*	9999	Answer Choices
12	200	NM			Character Limit
13	200	NM			Number of Decimals
:ORC
1	3fd	ID	!	0119	Order Control
1	2	ID		0119	Order Control
2	3fe	EI			Placer Order Number
2	1	EI	*		Placer Order Number
3		EI			Filler Order Number
4	380	EIP			Placer Group Number
4	7f	EI			Placer Group Number
5		ID		0038	Order Status
6		ID		0121	Response Flag
7	380	WD	0-0		Quantity Timing
7	40	WD	0-0	0121	Quantity Timing
7	3c	TQ	*		Quantity Timing
7	2	TQ			Quantity Timing
7	1	TQ	!		Quantity Timing
8	3c0	EIP			Parent Order
8	3e	EIP			Parent
8	1	CM_EIP			Parent
9	3e0	DTM			Date/Time of Transaction
9	1f	TS			Date/Time of Transaction
10	3fe	XCN	*		Entered by
10	1	XCN			Entered by
11	3fe	XCN	*		Verified by
11	1	XCN			Verified by
12		XCN	*		Ordering Provider
13		PL			Enterer's Location
14	3e0	XTN	0-2		Call Back Phone Number
14	1e	XTN	*		Call Back Phone Number
14	1	TN	*		Call Back Phone Number
15	3e0	DTM			Order Effective Date/Time
15	1f	TS			Order Effective Date/Time
16	3e0	CWE		9999	Order Control Code Reason
16	1f	CE			Order Control Code Reason
17	3e0	CWE		9999	Entering Organization
17	1f	CE			Entering Organization
18	3e0	CWE		9999	Entering Device
18	1f	CE			Entering Device
19	3fe	XCN	*		Action by
19	1	XCN			Action by
20	3e0	CWE		0339	Advanced Beneficiary Notice Code
20	1e	CE		0339	Advanced Beneficiary Notice Code
21	3fe	XON	*		Ordering Facility Name
22	3fe	XAD	*		Ordering Facility Address
23	3fe	XTN	*		Ordering Facility Phone Number
24	3fe	XAD	*		Ordering Provider Address
25	3e0	CWE		9999	Order Status Modifier
25	1c	CWE			Order Status Modifier
26	3f8	CWE		0552	Advanced Beneficiary Notice Override Reason
27	3e0	DTM			Filler's Expected Availability Date/Time
27	18	TS			Filler's Expected Availability Date/Time
28	3f8	CWE		0177	Confidentiality Code
29	3f8	CWE		0482	Order Type
30	3f8	CNE		0483	Enterer Authorization Mode
31	3f0	CWE			Parent Universal Service Identifier
32	3c0	DT			Advanced Beneficiary Notice Date
33	3c0	CX	*		Alternate Placer Order Number
34	380	CWE	*	0934	Order Workflow Profile
:ORG
1	3f4	SI	!		Set ID - ORG
1	8	SI	!		Set ID   - ORG
2	3e0	CWE		0405	Organization Unit Code
2	1c	CE		0405	Organization Unit Code
3	3e0	CWE		0474	Organization Unit Type Code
3	18	CE		0474	Organization Unit Type Code
3	4	CE		0474	Organization Unit Type Code - ORG
4	3fc	ID		0136	Primary Org Unit Indicator
5	3fc	CX			Practitioner Org Unit Identifier
6	3e0	CWE		0452	Health Care Provider Type Code
6	1c	CE		0452	Health Care Provider Type Code
7	3e0	CWE		0453	Health Care Provider Classification Code
7	1c	CE		0453	Health Care Provider Classification Code
8	3e0	CWE		0454	Health Care Provider Area of Specialization Code
8	1c	CE		0454	Health Care Provider Area of Specialization Code
9	3fc	DR			Effective Date Range
10	3e0	CWE		0066	Employment Status Code
10	1c	CE		0066	Employment Status Code
11	3fc	ID		0136	Board Approval Indicator
12	3fc	ID		0136	Primary Care Physician Indicator
13	3c0	CWE	*	0539	Cost Center Code
:OVR
1	3f8	CWE		0518	Business Rule Override Type
2	3f8	CWE		0521	Business Rule Override Code
3	3f8	TX			Override Comments
4	3f8	XCN			Override Entered by
5	3f8	XCN			Override Authorized by
:PAC
1	3c0	SI	+		Set ID - PAC
2	3c0	EI	*		Package ID
3	3c0	EI	*		Parent Package ID
4	3c0	NA	*		Position in Parent Package
5	3c0	CWE	+	0908	Package Type
6	3c0	CWE	*	0544	Package Condition
7	3c0	CWE	*	0376	Package Handling Code
8	3c0	CWE	*	0489	Package Risk Code
:PCE
1	3e0	SI	!		Set ID - PCE
2	3c0	CX		0319	Cost Center Account Number
2	20	IS		0319	Cost Center Account Number
3	3e0	CWE		0132	Transaction Code
4	3e0	CP			Transaction Amount Unit
:PCR
1	3e0	CWE	!	9999	Implicated Product
1	1f	CE	!		Implicated Product
2		IS		0249	Generic Product
3	3e0	CWE		9999	Product Class
3	1f	CE			Product Class
4		CQ			Total Duration of Therapy
5	3e0	DTM			Product Manufacture Date
5	1f	TS			Product Manufacture Date
6	3e0	DTM			Product Expiration Date
6	1f	TS			Product Expiration Date
7	3e0	DTM			Product Implantation Date
7	1f	TS			Product Implantation Date
8	3e0	DTM			Product Explantation Date
8	1f	TS			Product Explantation Date
9	3c0	CWE		0244	Single Use Device
9	3f	IS		0244	Single Use Device
10	3e0	CWE		9999	Indication for Product Use
10	1f	CE			Indication for Product Use
11	3c0	CWE		0245	Product Problem
11	3f	IS		0245	Product Problem
12	3e0	ST	0-3		Product Serial Lot Number
12	1f	ST	*		Product Serial Lot Number
13	3c0	CWE		0246	Product Available for Inspection
13	3f	IS		0246	Product Available for Inspection
14	3e0	CWE		9999	Product Evaluation Performed
14	1f	CE			Product Evaluation Performed
15	3e0	CWE		0247	Product Evaluation Status
15	1f	CE		0247	Product Evaluation Status
16	3e0	CWE		9999	Product Evaluation Results
16	1f	CE			Product Evaluation Results
17		ID		0248	Evaluated Product Source
18	3e0	DTM			Date Product Returned to Manufacturer
18	1f	TS			Date Product Returned to Manufacturer
19		ID		0242	Device Operator Qualifications
20		ID		0250	Relatedness Assessment
21	3e0	ID	0-6	0251	Action Taken in Response to the Event
21	1f	ID	*	0251	Action Taken in Response to the Event
22	3e0	ID	0-6	0252	Event Causality Observations
22	1e	ID	*	0252	Event Causality Observations
22	1	ID	*	0232	Event Causality Observations
23	3e0	ID	0-3	0253	Indirect Exposure Mechanism
23	1f	ID	*	0253	Indirect Exposure Mechanism
:PD1
1	3c0	CWE	*	0223	Living Dependency
1	3e	IS	*	0223	Living Dependency
1	1	IS		0223	Living Dependency
2	3c0	CWE		0220	Living Arrangement
2	3f	IS		0220	Living Arrangement
3	3e0	XON	*	0204	Patient Primary Facility
3	1f	XON	*		Patient Primary Facility
4	380	WD	0-0		Patient Primary Care Provider Name and ID No
4	40	WD	0-0	0204	Patient Primary Care Provider Name Id no
4	3f	XCN	*		Patient Primary Care Provider Name ID No
5	3c0	CWE		0231	Student Indicator
5	3f	IS		0231	Student Indicator
6	3c0	CWE		0295	Handicap
6	3e	IS		0295	Handicap
6	1	IS		0310	Handicap
7	3c0	CWE		0315	Living Will Code
7	3c	IS		0315	Living Will Code
7	3	IS		0315	Living Will
8	3c0	CWE		0316	Organ Donor Code
8	3c	IS		0316	Organ Donor Code
8	3	IS		0316	Organ Donor
9		ID		0136	Separate Bill
10		CX	*		Duplicate Patient
11	3e0	CWE		0215	Publicity Code
11	1e	CE		0215	Publicity Code
11	1	CE		0215	Publicity Indicator
12		ID		0136	Protection Indicator
13	3fc	DT			Protection Indicator Effective Date
14	3fc	XON	*		Place of Worship
15	3e0	CWE	*	0435	Advance Directive Code
15	1c	CE	*	0435	Advance Directive Code
16	3c0	CWE		0441	Immunization Registry Status
16	3c	IS		0441	Immunization Registry Status
17	3fc	DT			Immunization Registry Status Effective Date
18	3fc	DT			Publicity Code Effective Date
19	3c0	CWE		0140	Military Branch
19	3c	IS		0140	Military Branch
20	3c0	CWE		0141	Military Rank Grade
20	3c	IS		0141	Military Rank Grade
21	3c0	CWE		0142	Military Status
21	3c	IS		0142	Military Status
22	3e0	DT			Advance Directive Last Verified Date
:PDA
1	3e0	CWE	*		Death Cause Code
1	1c	CE	*		Death Cause Code
2	3fc	PL			Death Location
3	3fc	ID		0136	Death Certified Indicator
4	3e0	DTM			Death Certificate Signed Date/Time
4	1c	TS			Death Certificate Signed Date/Time
5	3fc	XCN			Death Certified by
6	3fc	ID		0136	Autopsy Indicator
7	3fc	DR			Autopsy Start and End Date/Time
8	3fc	XCN			Autopsy Performed by
9	3fc	ID		0136	Coroner Indicator
:PDC
1	3fe	XON	+		Manufacturer Distributor
1	1	XON	!		Manufacturer Distributor
2	3e0	CWE	!	9999	Country
2	1f	CE	!		Country
3		ST	!		Brand Name
4		ST			Device Family Name
5	3e0	CWE		9999	Generic Name
5	1f	CE			Generic Name
6		ST	*		Model Identifier
7		ST			Catalogue Identifier
8		ST	*		Other Identifier
9	3e0	CWE		9999	Product Code
9	1f	CE			Product Code
10		ID		0330	Marketing Basis
11	3fe	ST			Marketing Approval ID
11	1	ST			Marketing Approval Identifier
12		CQ			Labeled Shelf Life
13		CQ			Expected Shelf Life
14	3e0	DTM			Date First Marketed
14	1e	TS			Date First Marketed
14	1	TS			Date First Marked
15	3e0	DTM			Date Last Marketed
15	1e	TS			Date Last Marketed
15	1	TS			Date Last Marked
:PEO
1	3e0	CWE	*	9999	Event Identifiers Used
1	1f	CE	*		Event Identifiers Used
2	3e0	CWE	*	9999	Event Symptom Diagnosis Code
2	1f	CE	*		Event Symptom Diagnosis Code
3	3e0	DTM	!		Event Onset Date/Time
3	1f	TS	!		Event Onset Date/Time
4	3e0	DTM			Event Exacerbation Date/Time
4	1f	TS			Event Exacerbation Date/Time
5	3e0	DTM			Event Improved Date/Time
5	1f	TS			Event Improved Date/Time
6	3e0	DTM			Event Ended Data Time
6	1f	TS			Event Ended Data Time
7	3fe	XAD	*		Event Location Occurred Address
7	1	XAD			Event Location Occurred Address
8		ID	*	0237	Event Qualification
9		ID		0238	Event Serious
10		ID		0239	Event Expected
11		ID	*	0240	Event Outcome
12		ID		0241	Patient Outcome
13		FT	*		Event Description from Others
14	3e0	FT	*		Event Description from Original Reporter
14	1f	FT	*		Event from Original Reporter
15		FT	*		Event Description from Patient
16		FT	*		Event Description from Practitioner
17		FT	*		Event Description from Autopsy
18	3e0	CWE	*	9999	Cause of Death
18	1f	CE	*		Cause of Death
19	3fe	XPN	*		Primary Observer Name
19	1	XPN			Primary Observer Name
20		XAD	*		Primary Observer Address
21		XTN	*		Primary Observer Telephone
22		ID		0242	Primary Observer's Qualification
23		ID		0242	Confirmation Provided by
24	3e0	DTM			Primary Observer Aware Date/Time
24	1f	TS			Primary Observer Aware Date/Time
25		ID		0243	Primary Observer's Identity May Be Divulged
:PES
1	3fe	XON	*		Sender Organization Name
1	1	XON			Sender Organization Name
2		XCN	*		Sender Individual Name
3		XAD	*		Sender Address
4		XTN	*		Sender Telephone
5		EI			Sender Event Identifier
6		NM			Sender Sequence Number
7		FT	*		Sender Event Description
8		FT			Sender Comment
9	3e0	DTM			Sender Aware Date/Time
9	1f	TS			Sender Aware Date/Time
10	3e0	DTM	!		Event Report Date
10	1f	TS	!		Event Report Date
11	3e0	ID	0-2	0234	Event Report Timing Type
11	1f	ID	*	0234	Event Report Timing Type
12		ID		0235	Event Report Source
13		ID	*	0236	Event Reported to
:PID
1	3fe	SI			Set ID - PID
1	1	SI			Set ID Patient ID
2	3c0	WD	0-0		Patient ID
2	3e	CX			Patient ID
2	1	CX			Patient ID External ID
3	3fe	CX	+		Patient Identifier List
3	1	CX	+		Patient ID Internal ID
4	380	CX	0-0		Patient Identifier List
4	40	WD	0-0		Alternate Patient ID
4	3e	CX	*		Alternate Patient ID - PID
4	1	CX			Alternate Patient ID
5	3e0	XPN	+	0200	Patient Name
5	1e	XPN	+		Patient Name
5	1	XPN	!		Patient Name
6	3fe	XPN	*		Mother's Maiden Name
6	1	XPN			Mother's Maiden Name
7	3e0	DTM			Date/Time of Birth
7	1e	TS			Date/Time of Birth
7	1	TS			Date of Birth
8	3c0	CWE		0001	Administrative Sex
8	3c	IS		0001	Administrative Sex
8	3	IS		0001	Sex
9	3c0	WD	0-0		Patient Alias
9	3f	XPN	*		Patient Alias
10	3e0	CWE	*	0005	Race
10	1e	CE	*	0005	Race
10	1	IS		0005	Race
11		XAD	*		Patient Address
12	3c0	WD	0-0		County Code
12	3e	IS		0289	County Code
12	1	IS			County Code
13		XTN	*		Phone Number Home
14		XTN	*		Phone Number Business
15	3e0	CWE		0296	Primary Language
15	1f	CE		0296	Primary Language
16	3e0	CWE		0002	Marital Status
16	1e	CE		0002	Marital Status
16	1	IS	*	0002	Marital Status
17	3e0	CWE		0006	Religion
17	1e	CE		0006	Religion
17	1	IS		0006	Religion
18		CX			Patient Account Number
19	3c0	WD	0-0		SSN Number
19	3f	ST			SSN Number Patient
20	3c0	WD	0-0		Drivers License Number
20	3e	DLN			Driver's License Number Patient
20	1	DLN			Driver's License Number
21	3fe	CX	*		Mother's Identifier
21	1	CX			Mother's Identifier
22	3e0	CWE	*	0189	Ethnic Group
22	1e	CE	*	0189	Ethnic Group
22	1	IS		0189	Ethnic Group
23		ST			Birth Place
24		ID		0136	Multiple Birth Indicator
25		NM			Birth Order
26	3e0	CWE	*	0171	Citizenship
26	1e	CE	*	0171	Citizenship
26	1	IS		0171	Citizenship
27	3e0	CWE		0172	Veterans Military Status
27	1f	CE		0172	Veterans Military Status
28	40	CWE	0-0	0172	Veterans Military Status
28	20	CWE		0212	Nationality
28	1e	CE		0212	Nationality
28	1	CE		0212	Nationality Code
29	3e0	DTM			Patient Death Date and Time
29	1f	TS			Patient Death Date and Time
30		ID		0136	Patient Death Indicator
31	3fc	ID		0136	Identity Unknown Indicator
32	3c0	CWE	*	0445	Identity Reliability Code
32	3c	IS	*	0445	Identity Reliability Code
33	3e0	DTM			Last Update Date/Time
33	1c	TS			Last Update Date/Time
34	3fc	HD			Last Update Facility
35	380	CWE			Taxonomic Classification Code
35	60	CWE		0446	Species Code
35	1c	CE		0446	Species Code
36	3e0	CWE		0447	Breed Code
36	1c	CE		0447	Breed Code
37	3fc	ST			Strain
38	3e0	CWE	*	0429	Production Class Code
38	1c	CE		0429	Production Class Code
39	3f8	CWE	*	0171	Tribal Citizenship
40	3c0	XTN	*		Patient Telecommunication Information
:PKG
1	3e0	SI	!		Set ID - PKG
2	3e0	CWE		0818	Packaging Units
3	3e0	CNE		0532	Default Order Unit of Measure Indicator
4	3e0	NM			Package Quantity
5	3e0	CP			Price
6	3e0	CP			Future Item Price
7	3e0	DTM			Future Item Price Effective Date
8	380	CWE			Global Trade Item Number
:PM1
1	200	CWE	!	0072	Health Plan ID
2	200	CX	+		Insurance Company ID
3	200	XON	*		Insurance Company Name
4	200	XAD	*		Insurance Company Address
5	200	XPN	*		Insurance Co Contact Person
6	200	XTN	*		Insurance Co Phone Number
7	200	ST			Group Number
8	200	XON	*		Group Name
9	200	DT			Plan Effective Date
10	200	DT			Plan Expiration Date
11	200	ID		0136	Patient Dob Required
12	200	ID		0136	Patient Gender Required
13	200	ID		0136	Patient Relationship Required
14	200	ID		0136	Patient Signature Required
15	200	ID		0136	Diagnosis Required
16	200	ID		0136	Service Required
17	200	ID		0136	Patient Name Required
18	200	ID		0136	Patient Address Required
19	200	ID		0136	Subscribers Name Required
20	200	ID		0136	Workman's Comp Indicator
21	200	ID		0136	Bill Type Required
22	200	ID		0136	Commercial Carrier Name and Address Required
23	200	ST			Policy Number Pattern
24	200	ST			Group Number Pattern
:PMT
1	3e0	EI	!		Payment Remittance Advice Number
2	3e0	DTM	!		Payment Remittance Effective Date/Time
3	3e0	DTM	!		Payment Remittance Expiration Date/Time
4	3e0	CWE	!	0570	Payment Method
5	3e0	DTM	!		Payment Remittance Date/Time
6	3e0	CP	!		Payment Remittance Amount
7	3e0	EI			Check Number
8	3e0	XON			Payee Bank Identification
9	3e0	ST			Payee Transit Number
10	3e0	CX			Payee Bank Account ID
11	3e0	XON	!		Payment Organization
12	3e0	ST			Esr Code Line
:PR1
1	3fe	SI	!		Set ID - PR1
1	1	SI	!		Set ID Procedure
2	3e0	WD	0-0		Procedure Coding Method
2	1e	IS		0089	Procedure Coding Method
2	1	IS	!	0089	Procedure Coding Method
3	3e0	CNE	!	0088	Procedure Code
3	1e	CE	!	0088	Procedure Code
3	1	CE		0088	Procedure Code
4	3e0	WD	0-0		Procedure Description
4	1f	ST			Procedure Description
5	3e0	DTM	!		Procedure Date/Time
5	1e	TS	!		Procedure Date/Time
5	1	TS			Procedure Date/Time
6	3c0	CWE		0230	Procedure Functional Type
6	3c	IS		0230	Procedure Functional Type
6	2	IS	!	0230	Procedure Functional Type
6	1	ID	!	0230	Procedure Type
7		NM			Procedure Minutes
8	3e0	WD	0-0		Anesthesiologist
8	1f	XCN	*	0010	Anesthesiologist
9	3c0	CWE		0019	Anesthesia Code
9	3f	IS		0019	Anesthesia Code
10		NM			Anesthesia Minutes
11	380	NM	0-0		Anesthesia Minutes
11	1f	XCN	*	0010	Surgeon
12	380	NM	0-0		Anesthesia Minutes
12	1f	XCN	*	0010	Procedure Practitioner
13	3e0	CWE		0059	Consent Code
13	1f	CE		0059	Consent Code
14	3c0	NM		0418	Procedure Priority
14	3c	ID		0418	Procedure Priority
14	3	NM			Procedure Priority
15	3e0	CWE		0051	Associated Diagnosis Code
15	1e	CE		0051	Associated Diagnosis Code
15	1	CE			Associated Diagnosis Code
16	3e0	CNE	*	0340	Procedure Code Modifier
16	1e	CE	*	0340	Procedure Code Modifier
17	3c0	CWE		0416	Procedure DRG Type
17	3c	IS		0416	Procedure DRG Type
18	3e0	CWE	*	0417	Tissue Type Code
18	1c	CE	*	0417	Tissue Type Code
19	3f8	EI			Procedure Identifier
20	3f8	ID		0206	Procedure Action Code
21	3c0	CWE		0761	DRG Procedure Determination Status
21	20	IS		0761	DRG Procedure Determination Status
22	3c0	CWE		0763	DRG Procedure Relevance
22	20	IS		0763	DRG Procedure Relevance
23	3c0	PL	*		Treating Organizational Unit
24	3c0	ID		0136	Respiratory Within Surgery
25	3c0	EI			Parent Procedure ID
:PRA
1	3e0	CWE		9999	Primary Key Value - PRA
1	1c	CE		9999	Primary Key Value - PRA
1	2	CE	!		Primary Key Value - PRA
1	1	ST	!		Pra Primary Key Value
2	3e0	CWE	*	0358	Practitioner Group
2	1e	CE	*	0358	Practitioner Group
2	1	CE	*		Practioner Group
3	3c0	CWE	*	0186	Practitioner Category
3	3e	IS	*	0186	Practitioner Category
3	1	ID	*		Practioner Category
4	3fe	ID		0187	Provider Billing
4	1	ID		0186	Provider Billing
5	3fe	SPD	*	0337	Specialty
5	1	CM_SPD	*	0187	Specialty
6	3fe	PLN	*	0338	Practitioner ID Numbers
6	1	CM_PLN	*		Practitioner ID Numbers
7	3fe	PIP	*		Privileges
7	1	CM_PIP	*		Privileges
8	3fe	DT			Date Entered Practice
9	3e0	CWE		0537	Institution
9	18	CE		0537	Institution
9	4	CE			Institution
10	3fc	DT			Date Left Practice
11	3e0	CWE	*	0401	Government Reimbursement Billing Eligibility
11	1c	CE	*	0401	Government Reimbursement Billing Eligibility
12	3fc	SI			Set ID - PRA
:PRB
1	380	ID	!	0206	Action Code
1	7f	ID	!	0287	Action Code
2	3e0	DTM	!		Action Date/Time
2	1f	TS	!		Action Date/Time
3	3e0	CWE	!		Problem ID
3	1f	CE	!		Problem ID
4		EI	!		Problem Instance ID
5		EI			Episode of Care ID
6		NM			Problem List Priority
7	3e0	DTM			Problem Established Date/Time
7	1f	TS			Problem Established Date/Time
8	3e0	DTM			Anticipated Problem Resolution Date/Time
8	1f	TS			Anticipated Problem Resolution Date/Time
9	3e0	DTM			Actual Problem Resolution Date/Time
9	1f	TS			Actual Problem Resolution Date/Time
10	3e0	CWE			Problem Classification
10	1f	CE			Problem Classification
11	3e0	CWE	*		Problem Management Discipline
11	1f	CE	*		Problem Management Discipline
12	3e0	CWE			Problem Persistence
12	1f	CE			Problem Persistence
13	3e0	CWE			Problem Confirmation Status
13	1f	CE			Problem Confirmation Status
14	3e0	CWE			Problem Life Cycle Status
14	1f	CE			Problem Life Cycle Status
15	3e0	DTM			Problem Life Cycle Status Date/Time
15	1f	TS			Problem Life Cycle Status Date/Time
16	3e0	DTM			Problem Date of Onset
16	1f	TS			Problem Date of Onset
17		ST			Problem Onset Text
18	3e0	CWE			Problem Ranking
18	1f	CE			Problem Ranking
19	3e0	CWE			Certainty of Problem
19	1f	CE			Certainty of Problem
20		NM			Probability of Problem 0 1
21	3e0	CWE			Individual Awareness of Problem
21	1f	CE			Individual Awareness of Problem
22	3e0	CWE			Problem Prognosis
22	1f	CE			Problem Prognosis
23	3e0	CWE			Individual Awareness of Prognosis
23	1f	CE			Individual Awareness of Prognosis
24		ST			Family Significant Other Awareness of Problem Prognosis
25	3e0	CWE			Security Sensitivity
25	1f	CE			Security Sensitivity
26	3e0	CWE		0836	Problem Severity
27	3e0	CWE		0838	Problem Perspective
28	3e0	CNE		0725	Mood Code
:PRC
1	3e0	CWE	!	0132	Primary Key Value - PRC
1	1e	CE	!	0132	Primary Key Value - PRC
1	1	CE	!	0132	Primary Key Value
2	3e0	CWE	*	0464	Facility ID - PRC
2	1c	CE	*	0464	Facility ID - PRC
2	2	CE	*		Facility ID - PRC
2	1	EI	+		Facility ID
3	3e0	CWE	*	0184	Department
3	1e	CE	*	0184	Department
3	1	CE	*		Department
4	3c0	CWE	*	0004	Valid Patient Classes
4	3e	IS	*	0004	Valid Patient Classes
4	1	ID	*	0004	Valid Patient Classes
5		CP	*		Price
6		ST	*		Formula
7		NM			Minimum Quantity
8		NM			Maximum Quantity
9		MO			Minimum Price
10		MO			Maximum Price
11	3e0	DTM			Effective Start Date
11	1f	TS			Effective Start Date
12	3e0	DTM			Effective End Date
12	1f	TS			Effective End Date
13	3c0	CWE		0268	Price Override Flag
13	3e	IS		0268	Price Override Flag
13	1	ID		0268	Price Override Flag
14	3e0	CWE	*	0293	Billing Category
14	1f	CE	*	0293	Billing Category
15		ID		0136	Chargeable Flag
16		ID		0183	Active Inactive Flag
17		MO			Cost
18	3c0	CWE		0269	Charge on Indicator
18	3e	IS		0269	Charge on Indicator
18	1	ID		0269	Charge on Indicator
:PRD
1	3e0	CWE	+	0286	Provider Role
1	1e	CE	+	0286	Provider Role
1	1	CE	+	0286	Role
2		XPN	*		Provider Name
3	3fe	XAD	*		Provider Address
3	1	XAD			Provider Address
4		PL			Provider Location
5		XTN	*		Provider Communication Information
6	3e0	CWE		0185	Preferred Method of Contact
6	1f	CE		0185	Preferred Method of Contact
7	3e0	PLN	*	0338	Provider Identifiers
7	18	PLN	*		Provider Identifiers
7	6	PI	*		Provider Identifiers
7	1	CM_PI	*		Provider Identifiers
8	3e0	DTM			Effective Start Date of Provider Role
8	1e	TS			Effective Start Date of Provider Role
8	1	TS			Effective Start Date of Role
9	3e0	DTM	*		Effective End Date of Provider Role
9	1e	TS			Effective End Date of Provider Role
9	1	TS			Effective End Date of Role
10	3e0	XON	*		Provider Organization Name and Identifier
11	3e0	XAD	*		Provider Organization Address
12	3e0	PL	*		Provider Organization Location Information
13	3e0	XTN	*		Provider Organization Communication Information
14	3e0	CWE	*	0185	Provider Organization Method of Contact
:PRT
1	3c0	EI	*		Participation Instance ID
2	380	ID	!	0206	Action Code
2	40	ID	!	0287	Action Code
3	3c0	CWE			Action Reason
4	3c0	CWE	!	0912	Participation
5	3c0	XCN	*		Participation Person
6	3c0	CWE			Participation Person Provider Type
7	3c0	CWE		0406	Participant Organization Unit Type
8	3c0	XON	*		Participation Organization
9	3c0	PL	*		Participant Location
10	3c0	EI	*		Participation Device
11	3c0	DTM			Participation Begin Date/Time Arrival Time
12	3c0	DTM			Participation End Date/Time Departure Time
13	3c0	CWE			Participation Qualitative Duration
14	3c0	XAD	*		Participation Address
15	3c0	XTN	*		Participant Telecommunication Address
16	200	EI			Participant Device Identifier
17	200	DTM			Participant Device Manufacture Date
18	200	DTM			Participant Device Expiry Date
19	200	ST			Participant Device Lot Number
20	200	ST			Participant Device Serial Number
21	200	EI			Participant Device Donation Identification
22	200	CNE			Participation Device Type
:PSG
1	3e0	EI	!		Provider Product Service Group Number
2	3e0	EI			Payer Product Service Group Number
3	3e0	SI	!		Product Service Group Sequence Number
4	3e0	ID	!	0136	Adjudicate as Group
5	3e0	CP	!		Product Service Group Billed Amount
6	3e0	ST	!		Product Service Group Description
:PSH
1		ST	!		Report Type
2		ST			Report Form Identifier
3	3e0	DTM	!		Report Date
3	1f	TS	!		Report Date
4	3e0	DTM			Report Interval Start Date
4	1f	TS			Report Interval Start Date
5	3e0	DTM			Report Interval End Date
5	1f	TS			Report Interval End Date
6		CQ			Quantity Manufactured
7		CQ			Quantity Distributed
8		ID		0329	Quantity Distributed Method
9		FT			Quantity Distributed Comment
10		CQ			Quantity in Use
11		ID		0329	Quantity in Use Method
12		FT			Quantity in Use Comment
13	3e0	NM	0-8		Number of Product Experience Reports Filed by Facility
13	1f	NM	*		Number of Product Experience Reports Filed by Facility
14	3e0	NM	0-8		Number of Product Experience Reports Filed by Distributor
14	1f	NM	*		Number of Product Experience Reports Filed by Distributor
:PSL
1	3e0	EI	!		Provider Product Service Line Item Number
2	3e0	EI			Payer Product Service Line Item Number
3	3e0	SI	!		Product Service Line Item Sequence Number
4	3e0	EI			Provider Tracking ID
5	3e0	EI			Payer Tracking ID
6	3e0	CWE	!	0559	Product Service Line Item Status
7	3e0	CWE	!	0879	Product Service Code
8	3e0	CWE	*	0880	Product Service Code Modifier
9	3e0	ST			Product Service Code Description
10	3e0	DTM			Product Service Effective Date
11	3e0	DTM			Product Service Expiration Date
12	3e0	CQ		0560	Product Service Quantity
13	3e0	CP			Product Service Unit Cost
14	3e0	NM			Number of Items Per Unit
15	3e0	CP			Product Service Gross Amount
16	3e0	CP			Product Service Billed Amount
17	3c0	CWE	*	0561	Product Service Clarification Code Type
17	20	IS	*	0561	Product Service Clarification Code Type
18	3e0	ST	*		Product Service Clarification Code Value
19	3e0	EI	*		Health Document Reference Identifier
20	3c0	CWE	*	0562	Processing Consideration Code
20	20	IS	*	0562	Processing Consideration Code
21	3e0	ID	!	0532	Restricted Disclosure Indicator
22	3e0	CWE		0879	Related Product Service Code Indicator
23	3e0	CP			Product Service Amount for Physician
24	3e0	NM			Product Service Cost Factor
25	3e0	CX			Cost Center
26	3e0	DR			Billing Period
27	3e0	NM			Days Without Billing
28	3e0	NM			Session No
29	3e0	XCN			Executing Physician ID
30	3e0	XCN			Responsible Physician ID
31	3e0	CWE		0881	Role Executing Physician
32	3e0	CWE		0882	Medical Role Executing Physician
33	3e0	CWE		0894	Side of Body
34	3e0	NM			Number of Tp's Pp
35	3e0	CP			Tp Value Pp
36	3e0	NM			Internal Scaling Factor Pp
37	3e0	NM			External Scaling Factor Pp
38	3e0	CP			Amount Pp
39	3e0	NM			Number of Tp's Technical Part
40	3e0	CP			Tp Value Technical Part
41	3e0	NM			Internal Scaling Factor Technical Part
42	3e0	NM			External Scaling Factor Technical Part
43	3e0	CP			Amount Technical Part
44	3e0	CP			Total Amount Professional Part Technical Part
45	3e0	NM			VAT Rate
46	3e0	ID			Main Service
47	3e0	ID		0136	Validation
48	3e0	ST			Comment
:PSS
1	3e0	EI	!		Provider Product Service Section Number
2	3e0	EI			Payer Product Service Section Number
3	3e0	SI	!		Product Service Section Sequence Number
4	3e0	CP	!		Billed Amount
5	3e0	ST	!		Section Description or Heading
:PTH
1	380	ID	!	0206	Action Code
1	7f	ID	!	0287	Action Code
2	3e0	CWE	!		Pathway ID
2	1f	CE	!		Pathway ID
3		EI	!		Pathway Instance ID
4	3e0	DTM	!		Pathway Established Date/Time
4	1f	TS	!		Pathway Established Date/Time
5	3e0	CWE			Pathway Life Cycle Status
5	1e	CE			Pathway Life Cycle Status
5	1	CE			Pathway Lifecycle Status
6	3e0	DTM			Change Pathway Life Cycle Status Date/Time
6	1e	TS			Change Pathway Life Cycle Status Date/Time
6	1	TS			Change Pathway Lifecycle Status Date/Time
7	3e0	CNE		0725	Mood Code
:PV1
1	3fe	SI			Set ID - PV1
1	1	SI			Set ID Patient Visit
2	3c0	CWE	!	0004	Patient Class
2	3e	IS	!	0004	Patient Class
2	1	ID	!	0004	Patient Class
3		PL			Assigned Patient Location
4	3c0	CWE		0007	Admission Type
4	3e	IS		0007	Admission Type
4	1	ID		0007	Admission Type
5		CX			Preadmit Number
6		PL			Prior Patient Location
7	3fe	XCN	*	0010	Attending Doctor
7	1	XCN		0010	Attending Doctor
8	3fe	XCN	*	0010	Referring Doctor
8	1	XCN		0010	Referring Doctor
9	3c0	XCN	*		Consulting Doctor
9	3f	XCN	*	0010	Consulting Doctor
10	3c0	CWE		0069	Hospital Service
10	3e	IS		0069	Hospital Service
10	1	ID		0069	Hospital Service
11		PL			Temporary Location
12	3c0	CWE		0087	Preadmit Test Indicator
12	3e	IS		0087	Preadmit Test Indicator
12	1	ID		0087	Preadmit Test Indicator
13	3c0	CWE		0092	Re Admission Indicator
13	3e	IS		0092	Re Admission Indicator
13	1	ID		0092	Readmission Indicator
14	3c0	CWE		0023	Admit Source
14	3e	IS		0023	Admit Source
14	1	ID		0023	Admit Source
15	3c0	CWE	*	0009	Ambulatory Status
15	3e	IS	*	0009	Ambulatory Status
15	1	IS		0009	Ambulatory Status
16	3c0	CWE		0099	Vip Indicator
16	3e	IS		0099	Vip Indicator
16	1	ID		0099	Vip Indicator
17	3fe	XCN	*	0010	Admitting Doctor
17	1	XCN		0010	Admitting Doctor
18	3c0	CWE		0018	Patient Type
18	3e	IS		0018	Patient Type
18	1	ID		0018	Patient Type
19		CX			Visit Number
20		FC	*	0064	Financial Class
21	3c0	CWE		0032	Charge Price Indicator
21	3e	IS		0032	Charge Price Indicator
21	1	ID		0032	Charge Price Indicator
22	3c0	CWE		0045	Courtesy Code
22	3e	IS		0045	Courtesy Code
22	1	ID		0045	Courtesy Code
23	3c0	CWE		0046	Credit Rating
23	3e	IS		0046	Credit Rating
23	1	ID		0046	Credit Rating
24	3c0	CWE	*	0044	Contract Code
24	3e	IS	*	0044	Contract Code
24	1	ID	*	0044	Contract Code
25		DT	*		Contract Effective Date
26		NM	*		Contract Amount
27		NM	*		Contract Period
28	3c0	CWE		0073	Interest Code
28	3e	IS		0073	Interest Code
28	1	ID		0073	Interest Code
29	3c0	CWE		0110	Transfer to Bad Debt Code
29	3e	IS		0110	Transfer to Bad Debt Code
29	1	ID		0110	Transfer to Bad Debt Code
30		DT			Transfer to Bad Debt Date
31	3c0	CWE		0021	Bad Debt Agency Code
31	3e	IS		0021	Bad Debt Agency Code
31	1	ID		0021	Bad Debt Agency Code
32		NM			Bad Debt Transfer Amount
33		NM			Bad Debt Recovery Amount
34	3c0	CWE		0111	Delete Account Indicator
34	3e	IS		0111	Delete Account Indicator
34	1	ID		0111	Delete Account Indicator
35		DT			Delete Account Date
36	3c0	CWE		0112	Discharge Disposition
36	3e	IS		0112	Discharge Disposition
36	1	ID		0112	Discharge Disposition
37	3fe	DLD		0113	Discharged to Location
37	1	CM_DLD		0113	Discharged to Location
38	3e0	CWE		0114	Diet Type
38	1e	CE		0114	Diet Type
38	1	ID		0114	Diet Type
39	3c0	CWE		0115	Servicing Facility
39	3e	IS		0115	Servicing Facility
39	1	ID		0115	Servicing Facility
40	3c0	IS	0-0	0116	Bed Status
40	3f	IS		0116	Bed Status
41	3c0	CWE		0117	Account Status
41	3e	IS		0117	Account Status
41	1	ID		0117	Account Status
42		PL			Pending Location
43		PL			Prior Temporary Location
44	3e0	DTM			Admit Date/Time
44	1f	TS			Admit Date/Time
45	3e0	DTM			Discharge Date/Time
45	1c	TS	*		Discharge Date/Time
45	3	TS			Discharge Date/Time
46		NM			Current Patient Balance
47		NM			Total Charges
48		NM			Total Adjustments
49		NM			Total Payments
50	380	CX	*	0203	Alternate Visit ID
50	7e	CX		0203	Alternate Visit ID
50	1	CX		0192	Alternate Visit ID
51	3c0	CWE		0326	Visit Indicator
51	3f	IS		0326	Visit Indicator
52	3f	XCN	*	0010	Other Healthcare Provider
53	3c0	ST			Service Episode Description
54	3c0	CX			Service Episode Identifier
:PV2
1		PL			Prior Pending Location
2	3e0	CWE		0129	Accommodation Code
2	1f	CE		0129	Accommodation Code
3	3e0	CWE			Admit Reason
3	1f	CE			Admit Reason
4	3e0	CWE			Transfer Reason
4	1f	CE			Transfer Reason
5		ST	*		Patient Valuables
6		ST			Patient Valuables Location
7	3c0	CWE	*	0130	Visit User Code
7	3c	IS	*	0130	Visit User Code
7	3	IS		0130	Visit User Code
8	3e0	DTM			Expected Admit Date/Time
8	1e	TS			Expected Admit Date/Time
8	1	TS			Expected Admit Date
9	3e0	DTM			Expected Discharge Date/Time
9	1e	TS			Expected Discharge Date/Time
9	1	TS			Expected Discharge Date
10		NM			Estimated Length of Inpatient Stay
11		NM			Actual Length of Inpatient Stay
12		ST			Visit Description
13	3fe	XCN	*		Referral Source Code
13	1	XCN			Referral Source Code
14		DT			Previous Service Date
15		ID		0136	Employment Illness Related Indicator
16	3c0	CWE		0213	Purge Status Code
16	3f	IS		0213	Purge Status Code
17		DT			Purge Status Date
18	3c0	CWE		0214	Special Program Code
18	3f	IS		0214	Special Program Code
19		ID		0136	Retention Indicator
20		NM			Expected Number of Insurance Plans
21	3c0	CWE		0215	Visit Publicity Code
21	3f	IS		0215	Visit Publicity Code
22		ID		0136	Visit Protection Indicator
23		XON	*		Clinic Organization Name
24	3c0	CWE		0216	Patient Status Code
24	3f	IS		0216	Patient Status Code
25	3c0	CWE		0217	Visit Priority Code
25	3f	IS		0217	Visit Priority Code
26		DT			Previous Treatment Date
27	3c0	CWE		0112	Expected Discharge Disposition
27	3f	IS		0112	Expected Discharge Disposition
28		DT			Signature on File Date
29		DT			First Similar Illness Date
30	3e0	CWE		0218	Patient Charge Adjustment Code
30	1e	CE		0218	Patient Charge Adjustment Code
30	1	IS		0218	Patient Charge Adjustment Code
31	3c0	CWE		0219	Recurring Service Code
31	3f	IS		0219	Recurring Service Code
32		ID		0136	Billing Media Code
33	3e0	DTM			Expected Surgery Date and Time
33	1c	TS			Expected Surgery Date and Time
33	3	TS			Expected Surgery Date/Time
34		ID		0136	Military Partnership Code
35	3fe	ID		0136	Military Non Availability Code
35	1	ID		0136	Military Non Availabiltiy Code
36		ID		0136	Newborn Baby Indicator
37		ID		0136	Baby Detained Indicator
38	3e0	CWE		0430	Mode of Arrival Code
38	1c	CE		0430	Mode of Arrival Code
39	3e0	CWE	*	0431	Recreational Drug Use Code
39	1c	CE	*	0431	Recreational Drug Use Code
40	3e0	CWE		0432	Admission Level of Care Code
40	1c	CE		0432	Admission Level of Care Code
41	3e0	CWE	*	0433	Precaution Code
41	1c	CE	*	0433	Precaution Code
42	3e0	CWE		0434	Patient Condition Code
42	1c	CE		0434	Patient Condition Code
43	3c0	CWE		0315	Living Will Code
43	3c	IS		0315	Living Will Code
44	3c0	CWE		0316	Organ Donor Code
44	3c	IS		0316	Organ Donor Code
45	3e0	CWE	*	0435	Advance Directive Code
45	1c	CE	*	0435	Advance Directive Code
46	3fc	DT			Patient Status Effective Date
47	3e0	DTM			Expected Loa Return Date/Time
47	1c	TS			Expected Loa Return Date/Time
48	3e0	DTM			Expected Pre Admission Testing Date/Time
48	18	TS			Expected Pre Admission Testing Date/Time
49	3c0	CWE	*	0534	Notify Clergy Code
49	38	IS	*	0534	Notify Clergy Code
50	3e0	DT			Advance Directive Last Verified Date
:PYE
1	3e0	SI	!		Set ID - PYE
2	3c0	CWE	!	0557	Payee Type
2	20	IS	!	0557	Payee Type
3	3c0	CWE		0558	Payee Relationship to Invoice Patient
3	20	IS		0558	Payee Relationship to Invoice Patient
4	3e0	XON	*		Payee Identification List
5	3e0	XPN	*		Payee Person Name
6	3e0	XAD	*		Payee Address
7	3c0	CWE		0570	Payment Method
7	20	IS		0570	Payment Method
:QAK
1		ST			Query Tag
2		ID		0208	Query Response Status
3	3e0	CWE		0471	Message Query Name
3	1c	CE		0471	Message Query Name
4	3e4	NM			Hit Count Total
4	18	NM			Hit Count
5	3fc	NM			This Payload
6	3fc	NM			Hits Remaining
:QID
1	3fc	ST	!		Query Tag
2	3e0	CWE	!	0471	Message Query Name
2	1c	CE	!	0471	Message Query Name
:QPD
1	3e0	CWE	!	0471	Message Query Name
1	1c	CE	!	0471	Message Query Name
2	3fc	ST			Query Tag
3	3fc	varies			User Parameters in Successive Fields
:QRD
1	20	DTM	!		Query Date/Time
1	1e	TS	!		Query Date/Time
1	1	TS			Query Date/Time
2	3f	ID	!	0106	Query Format Code
3	3f	ID	!	0091	Query Priority
4	3f	ST	!		Query ID
5	3f	ID		0107	Deferred Response Type
6	20	DTM			Deferred Response Date/Time
6	1f	TS			Deferred Response Date/Time
7	3f	CQ	!	0126	Quantity Limited Request
8	3f	XCN	+		Who Subject Filter
9	20	CWE	+	0048	What Subject Filter
9	1f	CE	+	0048	What Subject Filter
10	20	CWE	+		What Department Data Code
10	1f	CE	+		What Department Data Code
11	3e	VR	*		What Data Code Value Qual
11	1	CM_VR	*		What Data Code Value Qualifier
12	3f	ID		0108	Query Results Level
:QRF
1	3f	ST	+		Where Subject Filter
2	20	DTM			When Data Start Date/Time
2	1f	TS			When Data Start Date/Time
3	20	DTM			When Data End Date/Time
3	1f	TS			When Data End Date/Time
4	3f	ST	*		What User Qualifier
5	3f	ST	*		Other Qry Subject Filter
6	3f	ID	*	0156	Which Date/Time Qualifier
7	3f	ID	*	0157	Which Date/Time Status Qualifier
8	3f	ID	*	0158	Date/Time Selection Qualifier
9	3f	TQ			When Quantity Timing Qualifier
10	3c	NM			Search Confidence Threshold
:QRI
1	3fc	NM			Candidate Confidence
2	3c0	CWE	*	0392	Match Reason Code
2	3c	IS	*	0392	Match Reason Code
3	3e0	CWE		0393	Algorithm Descriptor
3	1c	CE		0393	Algorithm Descriptor
:RCP
1	3fc	ID		0091	Query Priority
2	3fc	CQ		0126	Quantity Limited Request
3	3e0	CNE		0394	Response Modality
3	1c	CE		0394	Response Modality
4	3e0	DTM			Execution and Delivery Time
4	1c	TS			Execution and Delivery Time
5	3fc	ID		0395	Modify Indicator
6	3fc	SRT	*		Sort by Field
7	3e0	ID	*	0391	Segment Group Inclusion
7	1c	ID	*		Segment Group Inclusion
:RDF
1		NM	!		Number of Columns Per Row
2	3fc	RCD	+	0440	Column Description
2	3	RCD	+		Column Description
:RDT
1	3fd	varies	!		Column Value
1	2	varies			Column Value
:REL
1	3e0	SI			Set ID - REL
2	3e0	CWE	!		Relationship Type
3	3e0	EI	!		This Relationship Instance Identifier
4	3e0	EI	!		Source Information Instance Identifier
5	3e0	EI	!		Target Information Instance Identifier
6	3e0	EI			Asserting Entity Instance ID
7	3e0	XCN			Asserting Person
8	3e0	XON			Asserting Organization
9	3e0	XAD			Assertor Address
10	3e0	XTN			Assertor Contact
11	3e0	DR			Assertion Date Range
12	3e0	ID		0136	Negation Indicator
13	3e0	CWE			Certainty of Relationship
14	3e0	NM			Priority No
15	3e0	NM			Priority Sequence No Rel Preference for Consideration
16	3e0	ID		0136	Separability Indicator
:RF1
1	3e0	CWE		0283	Referral Status
1	1f	CE		0283	Referral Status
2	3e0	CWE		0280	Referral Priority
2	1f	CE		0280	Referral Priority
3	3e0	CWE		0281	Referral Type
3	1f	CE		0281	Referral Type
4	3e0	CWE	*	0282	Referral Disposition
4	1f	CE	*	0282	Referral Disposition
5	3e0	CWE		0284	Referral Category
5	1f	CE		0284	Referral Category
6		EI	!		Originating Referral Identifier
7	3e0	DTM			Effective Date
7	1f	TS			Effective Date
8	3e0	DTM			Expiration Date
8	1f	TS			Expiration Date
9	3e0	DTM			Process Date
9	1f	TS			Process Date
10	3e0	CWE	*	0336	Referral Reason
10	1f	CE	*	0336	Referral Reason
11		EI	*		External Referral Identifier
12	3e0	CWE		0865	Referral Documentation Completion Status
13	380	DTM	*		Planned Treatment Stop Date
14	380	ST	*		Referral Reason Text
15	380	CQ	*		Number of Authorized Treatments Units
16	380	CQ	*		Number of Used Treatments Units
17	380	CQ	*		Number of Schedule Treatments Units
18	380	MO	*		Remaining Benefit Amount
19	380	XON	*		Authorized Provider
20	380	XCN	*		Authorized Health Professional
21	380	ST	*		Source Text
22	380	DTM	*		Source Date
23	380	XTN	*		Source Phone
24	380	ST	*		Comment
25	380	ID	*	0206	Action Code
:RFI
1	3e0	DTM	!		Request Date
2	3e0	DTM	!		Response Due Date
3	3e0	ID		0136	Patient Consent
4	3e0	DTM			Date Additional Information Was Submitted
:RGS
1		SI	!		Set ID - RGS
2		ID		0206	Segment Action Code
3	3e0	CWE			Resource Group ID
3	1f	CE			Resource Group ID
:RMI
1	3e0	CWE		0427	Risk Management Incident Code
1	1c	CE		0427	Risk Management Incident Code
2	3e0	DTM			Date/Time Incident
2	1c	TS			Date/Time Incident
3	3e0	CWE		0428	Incident Type Code
3	1c	CE		0428	Incident Type Code
:ROL
1	3fc	EI			Role Instance ID
1	3	EI	!		Role Instance ID
2	380	ID	!	0206	Action Code
2	7f	ID	!	0287	Action Code
3	3e0	CWE	!	0443	Role - ROL
3	1c	CE	!	0443	Role - ROL
3	2	CE	!		Role - ROL
3	1	CE			Role
4	3fe	XCN	+		Role Person
4	1	XCN	!		Role Person
5	3e0	DTM			Role Begin Date/Time
5	1f	TS			Role Begin Date/Time
6	3e0	DTM			Role End Date/Time
6	1f	TS			Role End Date/Time
7	3e0	CWE			Role Duration
7	1f	CE			Role Duration
8	3e0	CWE			Role Action Reason
8	1e	CE			Role Action Reason
8	1	CE			Role Action Assumption Reason
9	3e0	CWE	*		Provider Type
9	1c	CE	*		Provider Type
10	3e0	CWE		0406	Organization Unit Type
10	18	CE		0406	Organization Unit Type
10	4	CE		0406	Organization Unit Type - ROL
11	3f8	XAD	*		Office Home Address Birthplace
11	4	XAD	*		Office Home Address
12	3fc	XTN	*		Phone
13	3e0	PL			Person's Location
14	3c0	XON			Organization
:RQ1
1		ST			Anticipated Price
2	3e0	CWE		0385	Manufacturer Identifier
2	1c	CE		0385	Manufacturer Identifier
2	2	CE			Manufacturer ID
2	1	CE			Manufactured ID
3		ST			Manufacturer's Catalog
4	3e0	CWE		9999	Vendor ID
4	1f	CE			Vendor ID
5		ST			Vendor Catalog
6		ID		0136	Taxable
7		ID		0136	Substitute Allowed
:RQD
1		SI			Requisition Line Number
2	3e0	CWE		9999	Item Code Internal
2	1f	CE			Item Code Internal
3	3e0	CWE		9999	Item Code External
3	1f	CE			Item Code External
4	3e0	CWE		9999	Hospital Item Code
4	1f	CE			Hospital Item Code
5		NM			Requisition Quantity
6	3e0	CWE		9999	Requisition Unit of Measure
6	1f	CE			Requisition Unit of Measure
7	3c0	CX		0319	Cost Center Account Number
7	20	IS		0319	Cost Center Account Number
7	1e	IS		0319	Dept Cost Center
7	1	ID			Department Cost Center
8	3c0	CWE		0320	Item Natural Account Code
8	3e	IS		0320	Item Natural Account Code
8	1	ID			Item Natural Account Code
9	3e0	CWE		9999	Deliver to ID
9	1f	CE			Deliver to ID
10		DT			Date Needed
:RXA
1	3fe	NM	!		Give Sub ID Counter
1	1	ID	!		Give Sub ID Counter
2		NM	!		Administration Sub ID Counter
3	3e0	DTM	!		Date/Time Start of Administration
3	1f	TS	!		Date/Time Start of Administration
4	3e0	DTM	!		Date/Time End of Administration
4	1f	TS	!		Date/Time End of Administration
5	3e0	CWE	!	0292	Administered Code
5	1f	CE	!	0292	Administered Code
6		NM	!		Administered Amount
7	3e0	CWE		9999	Administered Units
7	1f	CE			Administered Units
8	3e0	CWE		9999	Administered Dosage Form
8	1f	CE			Administered Dosage Form
9	3e0	CWE	*	9999	Administration Notes
9	1f	CE	*		Administration Notes
10	3fe	XCN	*		Administering Provider
10	1	XCN			Administering Provider
11	7e	LA2			Administered at Location
11	1	CM_LA1			Administered at Location
12		ST			Administered Per Time Unit
13		NM			Administered Strength
14	3e0	CWE		9999	Administered Strength Units
14	1f	CE			Administered Strength Units
15		ST	*		Substance Lot Number
16	3e0	DTM	*		Substance Expiration Date
16	1f	TS	*		Substance Expiration Date
17	380	CWE	*		Substance Manufacturer Name
17	60	CWE	*	0227	Substance Manufacturer Name
17	1f	CE	*	0227	Substance Manufacturer Name
18	3e0	CWE	*	9999	Substance Treatment Refusal Reason
18	1c	CE	*		Substance Treatment Refusal Reason
18	3	CE	*		Substance Refusal Reason
19	3e0	CWE	*	9999	Indication
19	1f	CE	*		Indication
20		ID		0322	Completion Status
21	3e0	ID		0206	Action Code - RXA
21	1f	ID		0323	Action Code - RXA
22	3e0	DTM			System Entry Date/Time
22	1f	TS			System Entry Date/Time
23	3f8	NM			Administered Drug Strength Volume
24	3e0	CWE		9999	Administered Drug Strength Volume Units
24	18	CWE			Administered Drug Strength Volume Units
25	3e0	CWE		9999	Administered Barcode Identifier
25	18	CWE			Administered Barcode Identifier
26	3f8	ID		0480	Pharmacy Order Type
27	3e0	PL			Administer at
28	3e0	XAD			Administered at Address
29	380	EI	*		Administered Tag Identifier
:RXC
1		ID	!	0166	RX Component Type
2	3e0	CWE	!	9999	Component Code
2	1f	CE	!		Component Code
3		NM	!		Component Amount
4	3e0	CWE	!	9999	Component Units
4	1f	CE	!		Component Units
5		NM			Component Strength
6	3e0	CWE		9999	Component Strength Units
6	1f	CE			Component Strength Units
7	3e0	CWE	*	9999	Supplementary Code
7	1c	CE	*		Supplementary Code
8	3f8	NM			Component Drug Strength Volume
9	3e0	CWE		9999	Component Drug Strength Volume Units
9	18	CWE			Component Drug Strength Volume Units
10	380	NM			Dispense Amount
11	380	CWE		9999	Dispense Units
:RXD
1		NM	!		Dispense Sub ID Counter
2	3e0	CWE	!	0292	Dispense Give Code
2	1f	CE	!	0292	Dispense Give Code
3	3e0	DTM	!		Date/Time Dispensed
3	1f	TS	!		Date/Time Dispensed
4		NM	!		Actual Dispense Amount
5	3e0	CWE		9999	Actual Dispense Units
5	1f	CE			Actual Dispense Units
6	3e0	CWE		9999	Actual Dosage Form
6	1f	CE			Actual Dosage Form
7		ST	!		Prescription Number
8		NM			Number of Refills Remaining
9	3fe	ST	*		Dispense Notes
9	1	CE	*		Dispense Notes
10	3fe	XCN	*		Dispensing Provider
10	1	XCN			Dispensing Provider
11		ID		0167	Substitution Status
12		CQ			Total Daily Dose
13	7e	LA2			Dispense to Location
13	1	CM_LA1			Dispense to Location
14		ID		0136	Needs Human Review
15	380	CWE	*	9999	Special Dispensing Instructions
15	60	CWE	*	9999	Pharmacy Treatment Supplier's Special Dispensing Instructions
15	1f	CE	*		Pharmacy Treatment Supplier's Special Dispensing Instructions
16		NM			Actual Strength
17	3e0	CWE		9999	Actual Strength Unit
17	1f	CE			Actual Strength Unit
18		ST	*		Substance Lot Number
19	3e0	DTM	*		Substance Expiration Date
19	1f	TS	*		Substance Expiration Date
20	380	CWE	*		Substance Manufacturer Name
20	60	CWE	*	0227	Substance Manufacturer Name
20	1f	CE	*	0227	Substance Manufacturer Name
21	3e0	CWE	*	9999	Indication
21	1e	CE	*		Indication
21	1	CE			Indication
22		NM			Dispense Package Size
23	3e0	CWE		9999	Dispense Package Size Unit
23	1f	CE			Dispense Package Size Unit
24		ID		0321	Dispense Package Method
25	3e0	CWE	*	9999	Supplementary Code
25	1c	CE	*		Supplementary Code
26	3e0	CWE		9999	Initiating Location
26	1c	CE			Initiating Location
27	3e0	CWE		9999	Packaging Assembly Location
27	1c	CE			Packaging Assembly Location
28	3f8	NM			Actual Drug Strength Volume
29	3e0	CWE		9999	Actual Drug Strength Volume Units
29	18	CWE			Actual Drug Strength Volume Units
30	3e0	CWE		9999	Dispense to Pharmacy
30	18	CWE			Dispense to Pharmacy
31	3f8	XAD			Dispense to Pharmacy Address
32	3f8	ID		0480	Pharmacy Order Type
33	3f8	CWE		0484	Dispense Type
34	3c0	XTN	*		Pharmacy Phone Number
35	380	EI	*		Dispense Tag Identifier
:RXE
1	3c0	WD	0-0		Quantity Timing
1	38	TQ			Quantity Timing
1	7	TQ	!		Quantity Timing
2	3e0	CWE	!	0292	Give Code
2	1e	CE	!	0292	Give Code
2	1	CE	!		Give Code
3		NM	!		Give Amount Minimum
4		NM			Give Amount Maximum
5	3e0	CWE	!	9999	Give Units
5	1f	CE	!		Give Units
6	3e0	CWE		9999	Give Dosage Form
6	1f	CE			Give Dosage Form
7	3e0	CWE	*	9999	Provider's Administration Instructions
7	1f	CE	*		Provider's Administration Instructions
8	3c0	WD	0-0		Deliver to Location
8	3e	LA1			Deliver to Location
8	1	CM_LA1			Deliver to Location
9		ID		0167	Substitution Status
10		NM			Dispense Amount
11	3e0	CWE		9999	Dispense Units
11	1f	CE			Dispense Units
12		NM			Number of Refills
13	3fe	XCN	*		Ordering Provider's DEA Number
13	1	CN			Ordering Provider's DEA Number
14	3fe	XCN	*		Pharmacist Treatment Supplier's Verifier ID
14	1	CN			Pharmacist Treatment Supplier's Verifier ID
15		ST			Prescription Number
16		NM			Number of Refills Remaining
17		NM			Number of Refills Doses Dispensed
18	3e0	DTM			D T of Most Recent Refill or Dose Dispensed
18	1e	TS			D T of Most Recent Refill or Dose Dispensed
18	1	TS			Date/Time of Most Recent Refill or Dose Dispensed
19		CQ			Total Daily Dose
20		ID		0136	Needs Human Review
21	380	CWE	*	9999	Special Dispensing Instructions
21	60	CWE	*	9999	Pharmacy Treatment Supplier's Special Dispensing Instructions
21	1f	CE	*		Pharmacy Treatment Supplier's Special Dispensing Instructions
22		ST			Give Per Time Unit
23		ST			Give Rate Amount
24	3e0	CWE		9999	Give Rate Units
24	1f	CE			Give Rate Units
25		NM			Give Strength
26	3e0	CWE		9999	Give Strength Units
26	1f	CE			Give Strength Units
27	3e0	CWE	*	9999	Give Indication
27	1e	CE	*		Give Indication
27	1	CE			Give Indication
28		NM			Dispense Package Size
29	3e0	CWE		9999	Dispense Package Size Unit
29	1f	CE			Dispense Package Size Unit
30		ID		0321	Dispense Package Method
31	3e0	CWE	*	9999	Supplementary Code
31	1c	CE	*		Supplementary Code
32	3e0	DTM			Original Order Date/Time
32	18	TS			Original Order Date/Time
33	3f8	NM			Give Drug Strength Volume
34	3e0	CWE		9999	Give Drug Strength Volume Units
34	18	CWE			Give Drug Strength Volume Units
35	3f8	CWE		0477	Controlled Substance Schedule
36	3f8	ID		0478	Formulary Status
37	3e0	CWE	*	9999	Pharmaceutical Substance Alternative
37	18	CWE	*		Pharmaceutical Substance Alternative
38	3e0	CWE		9999	Pharmacy of Most Recent Fill
38	18	CWE			Pharmacy of Most Recent Fill
39	3f8	NM			Initial Dispense Amount
40	3e0	CWE		9999	Dispensing Pharmacy
40	18	CWE			Dispensing Pharmacy
41	3f8	XAD			Dispensing Pharmacy Address
42	3f8	PL			Deliver to Patient Location
43	3f8	XAD			Deliver to Address
44	3f8	ID		0480	Pharmacy Order Type
45	3c0	XTN	*		Pharmacy Phone Number
:RXG
1	3fe	NM	!		Give Sub ID Counter
1	1	ID			Give Sub ID Counter
2	3fe	NM			Dispense Sub ID Counter
2	1	NM	!		Dispense Sub ID Counter
3	3c0	WD	0-0		Quantity Timing
3	38	TQ			Quantity Timing
3	7	TQ	!		Quantity Timing
4	3e0	CWE	!	0292	Give Code
4	1e	CE	!	0292	Give Code
4	1	CE	!		Give Code
5		NM	!		Give Amount Minimum
6		NM			Give Amount Maximum
7	3e0	CWE	!	9999	Give Units
7	1f	CE	!		Give Units
8	3e0	CWE		9999	Give Dosage Form
8	1f	CE			Give Dosage Form
9	3e0	CWE	*	9999	Administration Notes
9	1f	CE	*		Administration Notes
10		ID		0167	Substitution Status
11	7e	LA2			Dispense to Location
11	1	CM_LA1			Dispense to Location
12		ID		0136	Needs Human Review
13	380	CWE	*	9999	Special Administration Instructions
13	60	CWE	*	9999	Pharmacy Treatment Supplier's Special Administration Instructions
13	1e	CE	*		Pharmacy Treatment Supplier's Special Administration Instructions
13	1	CE			Pharmacy Special Administration Instructions
14		ST			Give Per Time Unit
15		ST			Give Rate Amount
16	3e0	CWE		9999	Give Rate Units
16	1f	CE			Give Rate Units
17		NM			Give Strength
18	3e0	CWE		9999	Give Strength Units
18	1f	CE			Give Strength Units
19		ST	*		Substance Lot Number
20	3e0	DTM	*		Substance Expiration Date
20	1f	TS	*		Substance Expiration Date
21	380	CWE	*		Substance Manufacturer Name
21	60	CWE	*	0227	Substance Manufacturer Name
21	1f	CE	*	0227	Substance Manufacturer Name
22	3e0	CWE	*	9999	Indication
22	1e	CE	*		Indication
22	1	CE			Indication
23	3f8	NM			Give Drug Strength Volume
24	3e0	CWE		9999	Give Drug Strength Volume Units
24	18	CWE			Give Drug Strength Volume Units
25	3e0	CWE		9999	Give Barcode Identifier
25	18	CWE			Give Barcode Identifier
26	3f8	ID		0480	Pharmacy Order Type
27	3e0	CWE		9999	Dispense to Pharmacy
28	3e0	XAD			Dispense to Pharmacy Address
29	3e0	PL			Deliver to Patient Location
30	3e0	XAD			Deliver to Address
31	380	EI	*		Give Tag Identifier
32	380	NM			Dispense Amount
33	380	CWE		9999	Dispense Units
:RXO
1	3e0	CWE		9999	Requested Give Code
1	1e	CE			Requested Give Code
1	1	CE	!		Requested Give Code
2	3fe	NM			Requested Give Amount Minimum
2	1	NM	!		Requested Give Amount Minimum
3		NM			Requested Give Amount Maximum
4	3e0	CWE		9999	Requested Give Units
4	1e	CE			Requested Give Units
4	1	CE	!		Requested Give Units
5	3e0	CWE		9999	Requested Dosage Form
5	1f	CE			Requested Dosage Form
6	3e0	CWE	*	9999	Provider's Pharmacy Treatment Instructions
6	1e	CE	*		Provider's Pharmacy Treatment Instructions
6	1	CE	*		Provider's Pharmacy Instructions
7	3e0	CWE	*	9999	Provider's Administration Instructions
7	1f	CE	*		Provider's Administration Instructions
8	380	WD	0-0		Deliver to Location
8	7e	LA1			Deliver to Location
8	1	CM_LA1			Deliver to Location
9		ID		0161	Allow Substitutions
10	3e0	CWE		9999	Requested Dispense Code
10	1f	CE			Requested Dispense Code
11		NM			Requested Dispense Amount
12	3e0	CWE		9999	Requested Dispense Units
12	1f	CE			Requested Dispense Units
13		NM			Number of Refills
14	3fe	XCN	*		Ordering Provider's DEA Number
14	1	CN			Ordering Provider's DEA Number
15	3fe	XCN	*		Pharmacist Treatment Supplier's Verifier ID
15	1	CN			Pharmacist Treatment Supplier's Verifier ID
16		ID		0136	Needs Human Review
17		ST			Requested Give Per Time Unit
18		NM			Requested Give Strength
19	3e0	CWE		9999	Requested Give Strength Units
19	1f	CE			Requested Give Strength Units
20	3e0	CWE	*	9999	Indication
20	1e	CE	*		Indication
20	1	CE			Indication
21		ST			Requested Give Rate Amount
22	3e0	CWE		9999	Requested Give Rate Units
22	1f	CE			Requested Give Rate Units
23	3fe	CQ			Total Daily Dose
24	3e0	CWE	*	9999	Supplementary Code
24	1c	CE	*		Supplementary Code
25	3f8	NM			Requested Drug Strength Volume
26	3e0	CWE		9999	Requested Drug Strength Volume Units
26	18	CWE			Requested Drug Strength Volume Units
27	3f8	ID		0480	Pharmacy Order Type
28	3f8	NM			Dispensing Interval
29	3e0	EI			Medication Instance Identifier
30	3e0	EI			Segment Instance Identifier
31	3e0	CNE		0725	Mood Code
32	3e0	CWE		9999	Dispensing Pharmacy
33	3e0	XAD			Dispensing Pharmacy Address
34	3e0	PL			Deliver to Patient Location
35	3e0	XAD			Deliver to Address
36	3c0	XTN	*		Pharmacy Phone Number
:RXR
1	3e0	CWE	!	0162	Route
1	1f	CE	!	0162	Route
2	3e0	CWE		0550	Administration Site
2	18	CWE		0163	Administration Site
2	4	CE		0163	Administration Site
2	3	CE		0163	Site
3	3e0	CWE		0164	Administration Device
3	1f	CE		0164	Administration Device
4	3f8	CWE		0165	Administration Method
4	7	CE		0165	Administration Method
5	3e0	CWE		9999	Routing Instruction
5	1e	CE			Routing Instruction
6	3f8	CWE		0495	Administration Site Modifier
:RXV
1	380	SI			Set ID - RXV
2	380	ID	!	0917	Bolus Type
3	380	NM			Bolus Dose Amount
4	380	CWE		9999	Bolus Dose Amount Units
5	380	NM			Bolus Dose Volume
6	380	CWE		9999	Bolus Dose Volume Units
7	380	ID	!	0918	Pca Type
8	380	NM			Pca Dose Amount
9	380	CWE		9999	Pca Dose Amount Units
10	380	NM			Pca Dose Amount Volume
11	380	CWE		9999	Pca Dose Amount Volume Units
12	380	NM			Max Dose Amount
13	380	CWE		9999	Max Dose Amount Units
14	380	NM			Max Dose Amount Volume
15	380	CWE		9999	Max Dose Amount Volume Units
16	380	CQ	!		Max Dose Per Time
17	380	CQ			Lockout Interval
18	380	CWE			Syringe Manufacturer
19	380	CWE			Syringe Model Number
20	380	NM			Syringe Size
21	380	CWE			Syringe Size Units
22	380	ID		0206	Action Code
:SAC
1	3fc	EI			External Accession Identifier
2	3fc	EI			Accession Identifier
3	3fc	EI			Container Identifier
4	3fc	EI			Primary Parent Container Identifier
5	3fc	EI			Equipment Container Identifier
6	3c0	WD	0-0		Specimen Source
6	38	SPS			Specimen Source
6	4	SPS		0070	Specimen Source
7	3e0	DTM			Registration Date/Time
7	1c	TS			Registration Date/Time
8	3e0	CWE		0370	Container Status
8	1c	CE		0370	Container Status
9	3e0	CWE		0378	Carrier Type
9	1c	CE		0378	Carrier Type
10	3fc	EI			Carrier Identifier
11	3fc	NA			Position in Carrier
12	3e0	CWE		0379	Tray Type - SAC
12	1c	CE		0379	Tray Type - SAC
13	3fc	EI			Tray Identifier
14	3fc	NA			Position in Tray
15	3e0	CWE	*	9999	Location
15	1c	CE	*		Location
16	3fc	NM			Container Height
17	3fc	NM			Container Diameter
18	3fc	NM			Barrier Delta
19	3fc	NM			Bottom Delta
20	3e0	CWE		9999	Container Height Diameter Delta Units
20	1c	CE			Container Height Diameter Delta Units
21	3fc	NM			Container Volume
22	3f8	NM			Available Specimen Volume
22	4	NM			Available Volume
23	3fc	NM			Initial Specimen Volume
24	3e0	CWE		9999	Volume Units
24	1c	CE			Volume Units
25	3e0	CWE		0380	Separator Type
25	1c	CE		0380	Separator Type
26	3e0	CWE		0381	Cap Type
26	1c	CE		0381	Cap Type
27	3f8	CWE	*	0371	Additive
27	4	CE	*	0371	Additive
28	3e0	CWE		0372	Specimen Component
28	1c	CE			Specimen Component
29	3fc	SN			Dilution Factor
30	3e0	CWE		0373	Treatment
30	1c	CE		0373	Treatment
31	3fc	SN			Temperature
32	3fc	NM			Hemolysis Index
33	3e0	CWE		9999	Hemolysis Index Units
33	1c	CE			Hemolysis Index Units
34	3fc	NM			Lipemia Index
35	3e0	CWE		9999	Lipemia Index Units
35	1c	CE			Lipemia Index Units
36	3fc	NM			Icterus Index
37	3e0	CWE		9999	Icterus Index Units
37	1c	CE			Icterus Index Units
38	3fc	NM			Fibrin Index
39	3e0	CWE		9999	Fibrin Index Units
39	1c	CE			Fibrin Index Units
40	3e0	CWE	*	0374	System Induced Contaminants
40	1c	CE	*	0374	System Induced Contaminants
41	3e0	CWE	*	0382	Drug Interference
41	1c	CE	*	0382	Drug Interference
42	3e0	CWE		0375	Artificial Blood
42	1c	CE		0375	Artificial Blood
43	3f8	CWE	*	0376	Special Handling Code
43	4	CE	*	0376	Special Handling Considerations
44	3e0	CWE	*	0377	Other Environmental Factors
44	1c	CE	*	0377	Other Environmental Factors
:SCD
1	3e0	TM			Cycle Start Time
2	3e0	NM			Cycle Count
3	3e0	CQ			Temp Max
4	3e0	CQ			Temp Min
5	3e0	NM			Load Number
6	3e0	CQ			Condition Time
7	3e0	CQ			Sterilize Time
8	3e0	CQ			Exhaust Time
9	3e0	CQ			Total Cycle Time
10	3e0	CWE		0682	Device Status
11	3e0	DTM			Cycle Start Date/Time
12	3e0	CQ			Dry Time
13	3e0	CQ			Leak Rate
14	3e0	CQ			Control Temperature
15	3e0	CQ			Sterilizer Temperature
16	3e0	TM			Cycle Complete Time
17	3e0	CQ			Under Temperature
18	3e0	CQ			Over Temperature
19	3e0	CNE		0532	Abort Cycle
20	3e0	CNE		0532	Alarm
21	3e0	CNE		0532	Long in Charge Phase
22	3e0	CNE		0532	Long in Exhaust Phase
23	3e0	CNE		0532	Long in Fast Exhaust Phase
24	3e0	CNE		0532	Reset
25	3e0	XCN			Operator Unload
26	3e0	CNE		0532	Door Open
27	3e0	CNE		0532	Reading Failure
28	3e0	CWE		0702	Cycle Type
29	3e0	CQ			Thermal Rinse Time
30	3e0	CQ			Wash Time
31	3e0	CQ			Injection Rate
32	3e0	CNE		0088	Procedure Code
33	3e0	CX	*		Patient Identifier List
34	3e0	XCN		0010	Attending Doctor
35	3e0	SN			Dilution Factor
36	3e0	CQ			Fill Time
37	3e0	CQ			Inlet Temperature
:SCH
1	3fe	EI			Placer Appointment ID
1	1	EI	!		Placer Appointment ID
2		EI			Filler Appointment ID
3		NM			Occurrence Number
4	380	EIP			Placer Group Number
4	7f	EI			Placer Group Number
5	3e0	CWE			Schedule ID
5	1f	CE			Schedule ID
6	3e0	CWE	!		Event Reason
6	1f	CE	!		Event Reason
7	3e0	CWE		0276	Appointment Reason
7	1f	CE		0276	Appointment Reason
8	3e0	CWE		0277	Appointment Type
8	1f	CE		0277	Appointment Type
9	40	WD	0-0		Appointment Duration
9	3f	NM			Appointment Duration
10	3e0	CNE			Appointment Duration Units
10	1f	CE			Appointment Duration Units
11	38	TQ	*		Appointment Timing Quantity
11	7	TQ	+		Appointment Timing Quantity
12	3fe	XCN	*		Placer Contact Person
12	1	XCN			Placer Contact Person
13		XTN			Placer Contact Phone Number
14	3fe	XAD	*		Placer Contact Address
14	1	XAD			Placer Contact Address
15		PL			Placer Contact Location
16	3fe	XCN	+		Filler Contact Person
16	1	XCN	!		Filler Contact Person
17		XTN			Filler Contact Phone Number
18	3fe	XAD	*		Filler Contact Address
18	1	XAD			Filler Contact Address
19		PL			Filler Contact Location
20	3fe	XCN	+		Entered by Person
20	1	XCN	!		Entered by Person
21		XTN	*		Entered by Phone Number
22		PL			Entered by Location
23		EI			Parent Placer Appointment ID
24		EI			Parent Filler Appointment ID
25	3e0	CWE		0278	Filler Status Code
25	1f	CE		0278	Filler Status Code
26	3fc	EI	*		Placer Order Number
27	3fc	EI	*		Filler Order Number
:SCP
1	3e0	NM			Number of Decontamination Sterilization Devices
2	3e0	CWE		0651	Labor Calculation Type
3	3e0	CWE		0653	Date Format
4	3e0	EI			Device Number
5	3e0	ST			Device Name
6	3e0	ST			Device Model Name
7	3e0	CWE		0657	Device Type
8	3e0	CWE		0659	Lot Control
:SDD
1	3e0	EI			Lot Number
2	3e0	EI			Device Number
3	3e0	ST			Device Name
4	3c0	CWE		0667	Device Data State
4	20	IS		0667	Device Data State
5	3c0	CWE		0669	Load Status
5	20	IS		0669	Load Status
6	3e0	NM			Control Code
7	3e0	ST			Operator Name
:SFT
1	3f8	XON	!		Software Vendor Organization
2	3f8	ST	!		Software Certified Version or Release Number
3	3f8	ST	!		Software Product Name
4	3f8	ST	!		Software Binary ID
5	3f8	TX			Software Product Information
6	3e0	DTM			Software Install Date
6	18	TS			Software Install Date
:SGH
1	380	SI	!		Set ID - SGH
2	380	ST			Segment Group Name
:SGT
1	380	SI	!		Set ID - SGT
2	380	ST			Segment Group Name
:SHP
1	3c0	EI	+		Shipment ID
2	3c0	EI	*		Internal Shipment ID
3	3c0	CWE	*	0905	Shipment Status
4	3c0	DTM	+		Shipment Status Date/Time
5	3c0	TX	*		Shipment Status Reason
6	3c0	CWE	*	0906	Shipment Priority
7	3c0	CWE	*	0907	Shipment Confidentiality
8	3c0	NM	*		Number of Packages in Shipment
9	3c0	CWE	*	0544	Shipment Condition
10	3c0	CWE	*	0376	Shipment Handling Code
11	3c0	CWE	*	0489	Shipment Risk Code
:SID
1	3e0	CWE		9999	Application Method Identifier
1	1c	CE			Application Method Identifier
2	3fc	ST			Substance Lot Number
3	3fc	ST			Substance Container Identifier
4	3e0	CWE		0385	Substance Manufacturer Identifier
4	1c	CE		0385	Substance Manufacturer Identifier
:SLT
1	3e0	EI			Device Number
2	3e0	ST			Device Name
3	3e0	EI			Lot Number
4	3e0	EI			Item Identifier
5	3e0	ST			Bar Code
:SPM
1	3f0	SI			Set ID - SPM
1	f	SI			Set ID   - SPM
2		EIP			Specimen ID
3		EIP	*		Specimen Parent Ids
4		CWE	!	0487	Specimen Type
5		CWE	*	0541	Specimen Type Modifier
6		CWE	*	0371	Specimen Additives
7		CWE		0488	Specimen Collection Method
8	3e0	CWE		9999	Specimen Source Site
8	1f	CWE			Specimen Source Site
9		CWE	*	0542	Specimen Source Site Modifier
10		CWE		0543	Specimen Collection Site
11		CWE	*	0369	Specimen Role
12		CQ			Specimen Collection Amount
13		NM			Grouped Specimen Count
14		ST	*		Specimen Description
15		CWE	*	0376	Specimen Handling Code
16		CWE	*	0489	Specimen Risk Code
17		DR			Specimen Collection Date/Time
18	3e0	DTM			Specimen Received Date/Time
18	1f	TS			Specimen Received Date/Time
19	3e0	DTM			Specimen Expiration Date/Time
19	1f	TS			Specimen Expiration Date/Time
20		ID		0136	Specimen Availability
21		CWE	*	0490	Specimen Reject Reason
22		CWE		0491	Specimen Quality
23		CWE		0492	Specimen Appropriateness
24		CWE	*	0493	Specimen Condition
25		CQ			Specimen Current Quantity
26		NM			Number of Specimen Containers
27	3e0	CWE		9999	Container Type
27	1f	CWE			Container Type
28		CWE		0544	Container Condition
29		CWE		0494	Specimen Child Role
30	3c0	CX	*		Accession ID
31	3c0	CX	*		Other Specimen ID
32	3c0	EI	*		Shipment ID
:SPR
1	1f	ST			Query Tag
2	1f	ID	!	0106	Query Response Format Code
3	1f	CE	!		Stored Procedure Name
4	1f	QIP	*		Input Parameter List
:STF
1	3e0	CWE		9999	Primary Key Value - STF
1	1c	CE		9999	Primary Key Value - STF
1	2	CE	!		Primary Key Value - STF
1	1	CE	!		Stf Primary Key Value
2	3e0	CX	*	0061	Staff Identifier List
2	18	CX	*		Staff Identifier List
2	6	CX	*		Staff ID Code
2	1	CE	*		Staff ID Code
3	3fe	XPN	*		Staff Name
3	1	XPN			Staff Name
4	3c0	CWE	*	0182	Staff Type
4	3e	IS	*	0182	Staff Type
4	1	ID	*	0182	Staff Type
5	3c0	CWE		0001	Administrative Sex
5	3c	IS		0001	Administrative Sex
5	3	IS		0001	Sex
6	3e0	DTM			Date/Time of Birth
6	1e	TS			Date/Time of Birth
6	1	TS			Date of Birth
7		ID		0183	Active Inactive Flag
8	3e0	CWE	*	0184	Department
8	1f	CE	*	0184	Department
9	3e0	CWE	*	0069	Hospital Service - STF
9	18	CE	*	0069	Hospital Service - STF
9	6	CE	*	0069	Hospital Service
9	1	CE	*		Service
10	3fe	XTN	*		Phone
10	1	TN	*		Phone
11	3f8	XAD	*		Office Home Address Birthplace
11	6	XAD	*		Office Home Address
11	1	AD	*		Office Home Address
12	3f8	DIN	*	0537	Institution Activation Date
12	6	DIN	*		Institution Activation Date
12	1	CM_DIN	*		Activation Date
13	3f8	DIN	*	0537	Institution Inactivation Date
13	6	DIN	*		Institution Inactivation Date
13	1	CM_DIN	*		Inactivation Date
14	3e0	CWE	*		Backup Person ID
14	1f	CE	*		Backup Person ID
15		ST	*		E Mail Address
16	3e0	CWE		0185	Preferred Method of Contact
16	1f	CE		0185	Preferred Method of Contact
17	3e0	CWE		0002	Marital Status
17	1e	CE		0002	Marital Status
17	1	IS	*	0002	Marital Status
18		ST			Job Title
19	3b9	JCC			Job Code Class
19	46	JCC		0327	Job Code Class
20	3e0	CWE		0066	Employment Status Code
20	1c	CE		0066	Employment Status Code
20	3	IS		0066	Employment Status
21		ID		0136	Additional Insured on Auto
22	3fe	DLN			Driver's License Number Staff
22	1	DLN			Driver's License Number
23		ID		0136	Copy Auto Ins
24		DT			Auto Ins Expires
25		DT			Date Last Dmv Review
26		DT			Date Next Dmv Review
27	3e0	CWE		0005	Race
27	1c	CE		0005	Race
28	3e0	CWE		0189	Ethnic Group
28	1c	CE		0189	Ethnic Group
29	3fc	ID		0136	Re Activation Approval Indicator
30	3e0	CWE	*	0171	Citizenship
30	18	CE	*	0171	Citizenship
31	3e0	DTM			Date/Time of Death
31	18	TS			Death Date and Time
32	3f8	ID		0136	Death Indicator
33	3f8	CWE		0538	Institution Relationship Type Code
34	3f8	DR			Institution Relationship Period
35	3f8	DT			Expected Return Date
36	3f8	CWE	*	0539	Cost Center Code
37	3f8	ID		0136	Generic Classification Indicator
38	3f8	CWE		0540	Inactive Reason Code
39	3e0	CWE	*	0771	Generic Resource Type or Category
40	3c0	CWE		0006	Religion
41	3c0	ED			Signature
:STZ
1	3e0	CWE		0806	Sterilization Type
2	3c0	CWE		0702	Sterilization Cycle
2	20	CWE			Sterilization Cycle
3	3e0	CWE		0809	Maintenance Cycle
4	3e0	CWE		0811	Maintenance Type
:TCC
1	3e0	CWE	!		Universal Service Identifier
1	1c	CE	!		Universal Service Identifier
2	3e0	EI	!		Equipment Test Application Identifier
2	1c	EI	!		Test Application Identifier
3	3c0	WD	0-0		Specimen Source
3	38	SPS			Specimen Source
3	4	SPS		0070	Specimen Source
4	3fc	SN			Auto Dilution Factor Default
5	3fc	SN			Rerun Dilution Factor Default
6	3fc	SN			Pre Dilution Factor Default
7	3fc	SN			Endogenous Content of Pre Dilution Diluent
8	3fc	NM			Inventory Limits Warning Level
9	3fc	ID		0136	Automatic Rerun Allowed
10	3fc	ID		0136	Automatic Repeat Allowed
11	3fc	ID		0136	Automatic Reflex Allowed
12	3fc	SN			Equipment Dynamic Range
13	360	CWE		9999	Units
13	80	CWE			Units
13	1c	CE			Units
14	3e0	CWE		0388	Processing Type
14	1c	CE		0388	Processing Type
15	380	CWE			Test Criticality
:TCD
1	3e0	CWE	!		Universal Service Identifier
1	1c	CE	!		Universal Service Identifier
2	3fc	SN			Auto Dilution Factor
3	3fc	SN			Rerun Dilution Factor
4	3fc	SN			Pre Dilution Factor
5	3fc	SN			Endogenous Content of Pre Dilution Diluent
6	3fc	ID		0136	Automatic Repeat Allowed
7	3fc	ID		0136	Reflex Allowed
8	3e0	CWE		0389	Analyte Repeat Status
8	1c	CE		0389	Analyte Repeat Status
:TQ1
1	3f8	SI			Set ID - TQ1
2	3f8	CQ			Quantity
3	3e0	RPT	*		Repeat Pattern
3	18	RPT	*	0335	Repeat Pattern
4	3f8	TM	*		Explicit Time
5	3f8	CQ	*		Relative Time and Units
6	3f8	CQ			Service Duration
7	3e0	DTM			Start Date/Time
7	18	TS			Start Date/Time
8	3e0	DTM			End Date/Time
8	18	TS			End Date/Time
9	3f8	CWE	*	0485	Priority
10	3f8	TX			Condition Text
11	3f8	TX			Text Instruction
12	3e0	ID		0472	Conjunction
12	18	ID		0427	Conjunction
13	3f8	CQ			Occurrence Duration
14	3e0	NM			Total Occurrences
14	18	NM			Total Occurrence's
:TQ2
1	3f8	SI			Set ID - TQ2
2	3f8	ID		0503	Sequence Results Flag
3	3f8	EI	*		Related Placer Number
4	3f8	EI	*		Related Filler Number
5	3f8	EI	*		Related Placer Group Number
6	3f8	ID		0504	Sequence Condition Code
7	3f8	ID		0505	Cyclic Entry Exit Indicator
8	3f8	CQ			Sequence Condition Time Interval
9	3f8	NM			Cyclic Group Maximum Number of Repeats
10	3f8	ID		0506	Special Service Request Relationship
:TXA
1		SI	!		Set ID - TXA
2	3c0	CWE	!	0270	Document Type
2	3f	IS	!	0270	Document Type
3		ID		0191	Document Content Presentation
4	3e0	DTM			Activity Date/Time
4	1f	TS			Activity Date/Time
5	3fe	XCN	*		Primary Activity Provider Code Name
5	1	XCN			Primary Activity Provider Code Name
6	3e0	DTM			Origination Date/Time
6	1f	TS			Origination Date/Time
7	3e0	DTM			Transcription Date/Time
7	1f	TS			Transcription Date/Time
8	3e0	DTM	*		Edit Date/Time
8	1f	TS	*		Edit Date/Time
9	3fe	XCN	*		Originator Code Name
9	1	XCN			Originator Code Name
10		XCN	*		Assigned Document Authenticator
11	3fe	XCN	*		Transcriptionist Code Name
11	1	XCN			Transcriptionist Code Name
12		EI	!		Unique Document Number
13		EI			Parent Document Number
14		EI	*		Placer Order Number
15		EI			Filler Order Number
16		ST			Unique Document File Name
17	3fe	ID	!	0271	Document Completion Status
17	1	ID	+	0271	Document Completion Status
18		ID		0272	Document Confidentiality Status
19		ID		0273	Document Availability Status
20		ID		0275	Document Storage Status
21		ST			Document Change Reason
22	3e0	PPN	*		Authentication Person Time Stamp Set
22	1f	PPN	*		Authentication Person Time Stamp
23	3e0	XCN	*		Distributed Copies Code and Name of Recipient's
23	1f	XCN	*		Distributed Copies Code and Name of Recipients
24	3c0	CWE	*		Folder Assignment
25	3c0	ST	*		Document Title
26	3c0	DTM			Agreed Due Date/Time
:UAC
1	3e0	CWE	!	0615	User Authentication Credential Type Code
2	3e0	ED	!		User Authentication Credential
:UB1
1		SI			Set ID - UB1
2	3c0	WD	0-0		Blood Deductible
2	20	SI			Blood Deductible
2	1f	NM			Blood Deductible 43
3	3c0	WD	0-0		Blood Furnished Pints
3	20	NM			Blood Furnished Pints
3	1f	NM			Blood Furnished Pints of 40
4	3c0	WD	0-0		Blood Replaced Pints
4	20	NM			Blood Replaced Pints
4	1f	NM			Blood Replaced Pints 41
5	3c0	WD	0-0		Blood Not Replaced Pints
5	20	NM			Blood Not Replaced Pints
5	1f	NM			Blood Not Replaced Pints 42
6	3c0	WD	0-0		Co Insurance Days
6	20	NM			Co Insurance Days
6	1f	NM			Co Insurance Days 25
7	3c0	WD	0-0	0043	Condition Code
7	20	IS	0-5	0043	Condition Code
7	1f	IS	*	0043	Condition Code 35 39
8	3c0	WD	0-0		Covered Days
8	20	NM			Covered Days
8	1f	NM			Covered Days 23
9	3c0	WD	0-0		Non Covered Days
9	20	NM			Non Covered Days
9	1f	NM			Non Covered Days 24
10	3c0	WD	0-0		Value Amount Code
10	20	UVC	0-8		Value Amount Code
10	18	UVC	*		Value Amount Code 46 49
10	6	UVC	*	0153	Value Amount Code 46 49
10	1	CM_UVC	*	0153	Value Amount Code 46 49
11	3c0	WD	0-0		Number of Grace Days
11	20	NM			Number of Grace Days
11	1f	NM			Number of Grace Days 90
12	3c0	WD	0-0	0348	Special Program Indicator
12	20	CWE		0348	Special Program Indicator
12	1e	CE		0348	Special Program Indicator 44
12	1	CE			Spec Program Indicator 44
13	3c0	WD	0-0	0349	Psro Ur Approval Indicator
13	20	CWE		0349	Psro Ur Approval Indicator
13	1e	CE		0349	Psro Ur Approval Indicator 87
13	1	ID			Psro Ur Approval Indicator 87
14	3c0	WD	0-0		Psro Ur Approved Stay Fm
14	20	DT			Psro Ur Approved Stay Fm
14	1f	DT			Psro Ur Approved Stay Fm 88
15	3c0	WD	0-0		Psro Ur Approved Stay to
15	20	DT			Psro Ur Approved Stay to
15	1f	DT			Psro Ur Approved Stay to 89
16	3c0	WD	0-0		Occurrence
16	20	OCD	0-5		Occurrence
16	18	OCD	*		Occurrence 28 32
16	6	OCD	*	0350	Occurrence 28 32
16	1	CM_OCD	*		Occurrence 28 32
17	3c0	WD	0-0	0351	Occurrence Span
17	20	CWE		0351	Occurrence Span
17	1e	CE		0351	Occurrence Span 33
17	1	ID			Occurrence Span 33
18	3c0	WD	0-0		Occur Span Start Date
18	20	DT			Occur Span Start Date
18	1f	DT			Occur Span Start Date 33
19	3c0	WD	0-0		Occur Span End Date
19	20	DT			Occur Span End Date
19	1f	DT			Occur Span End Date 33
20	3c0	WD	0-0		UB 82 Locator 2
20	3f	ST			UB 82 Locator 2
21	3c0	WD	0-0		UB 82 Locator 9
21	3f	ST			UB 82 Locator 9
22	3c0	WD	0-0		UB 82 Locator 27
22	3f	ST			UB 82 Locator 27
23	3c0	WD	0-0		UB 82 Locator 45
23	3f	ST			UB 82 Locator 45
:UB2
1		SI			Set ID - UB2
2		ST			Co Insurance Days 9
3	3c0	CWE	0-7	0043	Condition Code 24 30
3	20	IS	0-7	0043	Condition Code 24 30
3	1e	IS	*	0043	Condition Code 24 30
3	1	ID	*	0043	Condition Code 24 30
4		ST			Covered Days 7
5		ST			Non Covered Days 8
6	380	UVC	0-12		Value Amount Code 39 41
6	60	UVC	0-12		Value Amount Code
6	18	UVC	*		Value Amount Code
6	6	UVC	*	0153	Value Amount Code
6	1	CM_UVC	*		Value Amount Code
7	3e0	OCD	0-8		Occurrence Code Date 32 35
7	18	OCD	*		Occurrence Code Date 32 35
7	6	OCD	*	0350	Occurrence Code Date 32 35
7	1	CM_OCD	*		Occurrence Code Date 32 35
8	3e0	OSP	0-2		Occurrence Span Code Dates 36
8	18	OSP	*		Occurrence Span Code Dates 36
8	6	OSP	*	0351	Occurrence Span Code Dates 36
8	1	CM_OSP	*		Occurrence Span Code Dates 36
9	3c0	ST	0-2		Uniform Billing Locator 2 State
9	20	ST	0-2		UB92 Locator 2 State
9	1f	ST	*		UB92 Locator 2 State
10	380	ST	0-2		Uniform Billing Locator 11 State
10	40	ST	0-2		Uniform Billing 11 State
10	20	ST	0-2		UB92 Locator 11 State
10	1f	ST	*		UB92 Locator 11 State
11	380	ST			Uniform Billing Locator 31 National
11	40	ST			Uniform Billing 31 National
11	3f	ST			UB92 Locator 31 National
12	3e0	ST	0-3		Document Control Number
12	1f	ST	*		Document Control Number
13	380	ST	0-23		Uniform Billing Locator 49 National
13	40	ST	0-23		Uniform Billing 49 National
13	20	ST	0-23		UB92 Locator 49 National
13	1f	ST	*		UB92 Locator 49 National
14	380	ST	0-5		Uniform Billing Locator 56 State
14	40	ST	0-5		Uniform Billing 56 State
14	20	ST	0-5		UB92 Locator 56 State
14	1f	ST	*		UB92 Locator 56 State
15	380	ST			Uniform Billing Locator 57 Sational
15	40	ST			Uniform Billing 57 National
15	3f	ST			UB92 Locator 57 National
16	380	ST	0-2		Uniform Billing Locator 78 State
16	40	ST	0-2		Uniform Billing 78 State
16	20	ST	0-2		UB92 Locator 78 State
16	1f	ST	*		UB92 Locator 78 State
17		NM			Special Visit Count
:URD
1	20	DTM			R U Date/Time
1	1f	TS			R U Date/Time
2	3f	ID		0109	Report Priority
3	3f	XCN	+		R U Who Subject Definition
4	20	CWE	*	0048	R U What Subject Definition
4	1f	CE	*	0048	R U What Subject Definition
5	20	CWE	*		R U What Department Code
5	1f	CE	*		R U What Department Code
6	3f	ST	*		R U Display Print Locations
7	3f	ID		0108	R U Results Level
:URS
1	3f	ST	+		R U Where Subject Definition
2	20	DTM			R U When Data Start Date/Time
2	1f	TS			R U When Data Start Date/Time
3	20	DTM			R U When Data End Date/Time
3	1f	TS			R U When Data End Date/Time
4	3f	ST	*		R U What User Qualifier
5	3f	ST	*		R U Other Results Subject Definition
6	3f	ID	*	0156	R U Which Date/Time Qualifier
7	3f	ID	*	0157	R U Which Date/Time Status Qualifier
8	3f	ID	*	0158	R U Date/Time Selection Qualifier
9	3f	TQ			R U Quantity Timing Qualifier
:VAR
1		EI	!		Variance Instance ID
2	3e0	DTM	!		Documented Date/Time
2	1f	TS	!		Documented Date/Time
3	3e0	DTM			Stated Variance Date/Time
3	1f	TS			Stated Variance Date/Time
4	3fe	XCN	*		Variance Originator
4	1	XCN			Variance Originator
5	3e0	CWE			Variance Classification
5	1f	CE			Variance Classification
6		ST	*		Variance Description
:VND
1	3e0	SI	!		Set ID - VND
2	3e0	EI	!		Vendor Identifier
3	3e0	ST			Vendor Name
4	3e0	EI			Vendor Catalog Number
5	3e0	CNE		0532	Primary Vendor Indicator
:VTQ
1	1f	ST			Query Tag
2	1f	ID	!	0106	Query Response Format Code
3	1f	CE	!		Vt Query Name
4	1f	CE	!		Virtual Table Name
5	1f	QSC	*		Selection Criteria
"""#
}
