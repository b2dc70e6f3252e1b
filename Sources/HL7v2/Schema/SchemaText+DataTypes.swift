// Written by Tools/hl7v2-schema.py from the facts of the HL7 v2 standard; do not edit.
// Schema+Parsing.swift says how to read it.
// swift-format-ignore-file

extension SchemaText {
    static let dataTypes: StaticString = #"""
:AD
1	7f	ST			Street Address
2	7f	ST			Other Designation
3	7f	ST			City
4	7f	ST			State or Province
5	7f	ST			Zip or Postal Code
6	67	ID			Country
6	18	ID		0399	Country
7	67	ID			Address Type
7	18	ID		0190	Address Type
8	7f	ST			Other Geographic Designation
:AUI
1	3fe	ST			Authorization Number
2	3fc	DT			Date
2	2	TS			Date
3	3fe	ST			Source
:CCD
1	3e0	ID	!		Invocation Event
1	18	ID		0100	Invocation Event
1	6	ID			When to Charge Code
2	3e0	DTM			Date/Time
2	1e	TS			Date/Time
:CE
1	1e	ST			Identifier
1	1	ID			Identifier
2	1f	ST			Text
3	18	ID		0396	Name of Coding System
3	4	IS			Name of Coding System
3	3	ST			Name of Coding System
4	1e	ST			Alternate Identifier
4	1	ID			Alternate Identifier
5	1f	ST			Alternate Text
6	18	ID		0396	Name of Alternate Coding System
6	4	IS			Name of Alternate Coding System
6	3	ST			Name of Alternate Coding System
:CK
1	7	NM			ID Number
2	6	NM			Check Digit
2	1	ST			Check Digit
3	7	ID			Code Identifying the Check Digit Scheme Employed
4	4	HD		0363	Assigning Authority
4	3	HD			Assigning Authority
:CM_ABS_RANGE
1	1	CM_RANGE_SIMPLE			Range
2	1	NM			Numeric Change
3	1	NM			Percent Per Change
4	1	NM			Days
:CM_AUI
1	1	ST			Authorization Number
2	1	TS			Date
3	1	ST			Source
:CM_CCD
1	1	ID			When to Charge Code
2	1	TS			Date/Time
:CM_DDI
1	1	NM			Delay Days
2	1	NM			Amount
3	1	NM			Number of Days
:CM_DIN
1	1	TS			Date
2	1	CE			Institution Name
:CM_DLD
1	1	ID			Discharge Location
2	1	TS			Effective Date
:CM_DLT
1	1	CM_RANGE_SIMPLE			Range
2	1	NM			Numeric Threshold
3	1	ST			Change
4	1	NM			Length of Time Days
:CM_DTN
1	1	IS			Day Type
2	1	NM			Number of Days
:CM_EIP
1	1	EI			Parent's Placer Order Number
2	1	EI			Parent's Filler Order Number
:CM_ELD
1	1	ST			Segment ID
2	1	NM			Sequence
3	1	NM			Field Position
4	1	CE			Code Identifying Error
:CM_LA1
1	1	ST			Point of Care
2	1	IS			Room
3	1	IS			Bed
4	1	HD			Facility
5	1	IS			Location Status
6	1	IS			Person Location Type
7	1	IS			Building
8	1	ST			Floor
9	1	ST			Street Address
10	1	ST			Other Designation
11	1	ST			City
12	1	ST			State or Province
13	1	ST			Zip or Postal Code
14	1	ID			Country
15	1	ID			Address Type
16	1	ST			Other Geographic Designation
:CM_MOC
1	1	MO			Dollar Amount
2	1	CE			Charge Code
:CM_MSG
1	1	ID			Message Type
2	1	ID			Trigger Event
:CM_NDL
1	1	CN_SIMPLE			Name
2	1	TS			Start Date/Time
3	1	TS			End Date/Time
4	1	IS			Point of Care
5	1	IS			Room
6	1	IS			Bed
7	1	HD			Facility
8	1	IS			Location Status
9	1	IS			Person Location Type
10	1	IS			Building
11	1	ST			Floor
:CM_OCD
1	1	CE			Occurrence Code
2	1	DT			Occurrence Date
:CM_OS
1	1	ID			Sequence Results Flag
2	1	ST			Placer Order Number Entity Identifier
3	1	IS			Placer Order Number Namespace ID
4	1	ST			Filler Order Number Entity Identifier
5	1	IS			Filler Order Number Namespace ID
6	1	ST			Sequence Condition Value
7	1	NM			Maximum Number of Repeats
8	1	ST			Placer Order Number Universal ID
9	1	ID			Placer Order Number Universal ID Type
10	1	ST			Filler Order Number Universal ID
11	1	ID			Filler Order Number Universal ID Type
:CM_OSP
1	1	CE			Occurrence Span Code
2	1	DT			Occurrence Span Start Date
3	1	DT			Occurrence Span Stop Date
:CM_PCF
1	1	IS			Pre Certification Patient Type
2	1	ID			Pre Certification Required
3	1	TS			Pre Certification Windwow
:CM_PEN
1	1	IS			Penalty Type
2	1	NM			Penalty Amount
:CM_PI
1	1	ST			ID Number
2	1	IS			Type of ID Number
3	1	ST			Other Qualifying Info
:CM_PIP
1	1	CE			Privilege
2	1	CE			Privilege Class
3	1	DT			Expiration Date
4	1	DT			Activation Date
:CM_PLN
1	1	ST			ID Number
2	1	IS			Type of ID Number
3	1	ST			State Other Qualifying Info
4	1	DT			Expiration Date
:CM_PRL
1	1	CE			Obx 3 Observation Identifier of Parent Result
2	1	ST			Obx 4 Sub ID of Parent Result
3	1	TX			Part of Obx 5 Observation Result from Parent
:CM_PTA
1	1	IS		0147	Policy Type
2	1	IS		0193	Amount Class
3	1	NM			Amount
:CM_RANGE
1	1	CE			Low Value
2	1	CE			High Value
:CM_RANGE_SIMPLE
1	1	ST			Low Value
2	1	ST			High Value
:CM_RFR
1	1	CM_RANGE_SIMPLE			Reference Range
2	1	IS			Sex
3	1	CM_RANGE_SIMPLE			Age Range
4	1	CM_RANGE_SIMPLE			Age Gestation
5	1	TX			Species
6	1	ST			Race Subspecies
7	1	TX			Conditions
:CM_RMC
1	1	IS		0145	Room Type
2	1	IS			Amount Type
3	1	NM		0193	Coverage Amount
:CM_SPD
1	1	ST			Specialty Name
2	1	ST			Governing Board
3	1	ID			Eligible or Certified
4	1	DT			Date of Certification
:CM_SPS
1	1	CE			Specimen Source Name or Code
2	1	TX			Additives
3	1	TX			Freetext
4	1	CE			Body Site
5	1	CE			Site Modifier
6	1	CE			Collection Modifier Method Code
:CM_UVC
1	1	IS			Value Code
2	1	NM			Value Amount
:CM_VR
1	1	ST			First Data Code Value
2	1	ST			Last Data Code Calue
:CN
1	1	ST			ID Number
2	1	ST			Family Name
3	1	ST			Given Name
4	1	ST			Middle Initial or Name
5	1	ST			Suffix e.g. Jr or III
6	1	ST			Prefix e.g. Dr
7	1	ST			Degree e.g. MD
8	1	ID			Source Table
9	1	HD			Assigning Authority
:CNE
1	3e0	ST	!		Identifier
1	1c	ST			Identifier
2	3fc	ST			Text
3	3e0	ID			Name of Coding System
3	18	ID		0396	Name of Coding System
3	4	IS			Name of Coding System
4	3fc	ST			Alternate Identifier
5	3fc	ST			Alternate Text
6	3e0	ID			Name of Alternate Coding System
6	18	ID		0396	Name of Alternate Coding System
6	4	IS			Name of Alternate Coding System
7	3fc	ST			Coding System Version ID
8	3fc	ST			Alternate Coding System Version ID
9	3fc	ST			Original Text
10	3c0	ST			Second Alternate Identifier
11	3c0	ST			Second Alternate Text
12	3c0	ID			Name of Second Alternate Coding System
13	3c0	ST			Second Alternate Coding System Version ID
14	3c0	ST			Coding System OID
15	3c0	ST			Value Set OID
16	3c0	DTM			Value Set Version ID
17	3c0	ST			Alternate Coding System OID
18	3c0	ST			Alternate Value Set OID
19	3c0	DTM			Alternate Value Set Version ID
20	3c0	ST			Second Alternate Coding System OID
21	3c0	ST			Second Alternate Value Set OID
22	3c0	DTM			Second Alternate Value Set Version ID
:CNN
1	3fe	ST			ID Number
2	3fe	ST			Family Name
3	3fe	ST			Given Name
4	3fc	ST			Second and Further Given Names or Initials Thereof
4	2	ST			Middle Initial or Name
5	3fe	ST			Suffix e.g. Jr or III
6	3fe	ST			Prefix e.g. Dr
7	3e6	IS			Degree e.g. MD
7	18	IS		0360	Degree e.g. MD
8	3e6	IS			Source Table
8	18	IS		0297	Source Table
9	3e6	IS			Assigning Authority Namespace ID
9	18	IS		0363	Assigning Authority Namespace ID
10	3fe	ST			Assigning Authority Universal ID
11	3e6	ID			Assigning Authority Universal ID Type
11	18	ID		0301	Assigning Authority Universal ID Type
:CN_SIMPLE
1	1	ST			ID Number
2	1	ST			Family Name
3	1	ST			Given Name
4	1	ST			Middle Initial or Name
5	1	ST			Suffix e.g. Jr or III
6	1	ST			Prefix e.g. Dr
7	1	ST			Degree e.g. MD
8	1	ID			Source Table
9	1	ST			Assigning Authority
:CP
1	3e0	MO	!		Price
1	1f	MO			Price
2	3e1	ID			Price Type
2	1e	ID		0205	Price Type
3		NM			From Value
4		NM			To Value
5	3e0	CWE			Range Units
5	1f	CE			Range Units
6	3e1	ID			Range Type
6	1e	ID		0298	Range Type
:CQ
1		NM			Quantity
2	3e0	CWE			Units
2	1f	CE			Units
:CQ_SIMPLE
1	3f	NM			Quantity
2	3f	ST			Units
:CWE
1		ST			Identifier
2		ST			Text
3	3e0	ID			Name of Coding System
3	1b	ID		0396	Name of Coding System
3	4	IS			Name of Coding System
4		ST			Alternate Identifier
5		ST			Alternate Text
6	3e0	ID			Name of Alternate Coding System
6	1b	ID		0396	Name of Alternate Coding System
6	4	IS			Name of Alternate Coding System
7		ST			Coding System Version ID
8		ST			Alternate Coding System Version ID
9		ST			Original Text
10	3c0	ST			Second Alternate Identifier
11	3c0	ST			Second Alternate Text
12	3c0	ID			Name of Second Alternate Coding System
13	3c0	ST			Second Alternate Coding System Version ID
14	3c0	ST			Coding System OID
15	3c0	ST			Value Set OID
16	3c0	DTM			Value Set Version ID
17	3c0	ST			Alternate Coding System OID
18	3c0	ST			Alternate Value Set OID
19	3c0	DTM			Alternate Value Set Version ID
20	3c0	ST			Second Alternate Coding System OID
21	3c0	ST			Second Alternate Value Set OID
22	3c0	DTM			Second Alternate Value Set Version ID
:CX
1	3e0	ST	!		ID Number
1	18	ST			ID Number
1	7	ST			ID
2	3e0	ST			Identifier Check Digit
2	1d	ST			Check Digit
2	2	NM			Check Digit
3	3e0	ID			Check Digit Scheme
3	18	ID		0061	Check Digit Scheme
3	7	ID			Code Identifying the Check Digit Scheme Employed
4	3e7	HD			Assigning Authority
4	18	HD		0363	Assigning Authority
5	3c0	ID	!		Identifier Type Code
5	20	ID			Identifier Type Code
5	1c	ID		0203	Identifier Type Code
5	3	IS		0203	Identifier Type Code
6		HD			Assigning Facility
7	3fc	DT			Effective Date
8	3fc	DT			Expiration Date
9	3f8	CWE			Assigning Jurisdiction
10	3f8	CWE			Assigning Agency or Department
11	3c0	ST			Security Check
12	3c0	ID			Security Check Scheme
:DDI
1	3fe	NM			Delay Days
2	3e0	MO	!		Monetary Amount
2	18	MO			Monetary Amount
2	6	NM			Amount
3	3fe	NM			Number of Days
:DIN
1	3e0	DTM	!		Date
1	1e	TS			Date
2	3e0	CWE	!		Institution Name
2	18	CE		0531	Institution Name
2	6	CE			Institution Name
:DLD
1	3e0	CWE	!		Discharge to Location
1	18	IS		0113	Discharge Location
1	4	ID			Discharge Location
1	2	IS			Discharge Location
2	3e0	DTM			Effective Date
2	1e	TS			Effective Date
:DLN
1	3e0	ST	!		License Number
1	18	ST			License Number
1	7	ST			Driver's License Number
2	3c0	CWE			Issuing State Province Country
2	27	IS			Issuing State Province Country
2	18	IS		0333	Issuing State Province Country
3		DT			Expiration Date
:DLT
1	3f8	NR			Normal Range
1	6	NR			Range
2	3fe	NM			Numeric Threshold
3	3e0	ID			Change Computation
3	18	ID		0523	Change Computation
3	6	ST			Change Computation
4	3f8	NM			Days Retained
4	6	NM			Length of Time Days
:DR
1	3e0	DTM			Range Start Date/Time
1	1f	TS			Range Start Date/Time
2	3e0	DTM			Range End Date/Time
2	1f	TS			Range End Date/Time
:DR_SIMPLE
1	1c	ST			Range Start Date/Time
2	1c	ST			Range End Date/Time
:DTN
1	3c0	CWE	!		Day Type
1	20	IS	!		Day Type
1	18	IS		0149	Day Type
1	6	IS			Day Type
2	3e0	NM	!		Number of Days
2	1e	NM			Number of Days
:ED
1	3f8	HD			Source Application
2	3e0	ID	!		Type of Data
2	18	ID		0191	Type of Data
3	3e0	ID			Data Subtype
3	18	ID		0291	Data Subtype
4	3e0	ID	!		Encoding
4	18	ID		0299	Encoding
5	3e0	TX	!		Data
5	18	TX			Data
:EI
1		ST			Entity Identifier
2	3e1	IS			Namespace ID
2	18	IS		0363	Namespace ID
2	6	IS		0300	Namespace ID
3		ST			Universal ID
4	3e1	ID			Universal ID Type
4	1e	ID		0301	Universal ID Type
:EIP
1	3f9	EI			Placer Assigned Identifier
1	6	EI			Parent's Placer Order Number
2	3f9	EI			Filler Assigned Identifier
2	6	EI			Parent's Filler Order Number
:ELD
1	3e	ST			Segment ID
2	38	NM			Segment Sequence
2	6	NM			Sequence
3	3e	NM			Field Position
4	20	CWE			Code Identifying Error
4	18	CE		0357	Code Identifying Error
4	6	CE			Code Identifying Error
:ERL
1	3e0	ST	!		Segment ID
1	18	ST			Segment ID
2	3e0	NM	!		Segment Sequence
2	18	NM			Segment Sequence
3	3f8	NM			Field Position
4	3f8	NM			Field Repetition
5	3f8	NM			Component Number
6	3f8	NM			Sub Component Number
:FC
1	3c0	CWE	!		Financial Class Code
1	20	IS	!		Financial Class Code
1	18	IS		0064	Financial Class Code
1	6	IS		0064	Financial Class
1	1	IS			Financial Class
2	3e0	DTM			Effective Date
2	1f	TS			Effective Date
:FN
1	3e0	ST	!		Surname
1	1c	ST			Surname
1	2	ST			Family Name
2	3fc	ST			Own Surname Prefix
2	2	ST			Last Name Prefix
3	3fc	ST			Own Surname
4	3fc	ST			Surname Prefix from Partner Spouse
5	3fc	ST			Surname from Partner Spouse
:HD
1	3e1	IS			Namespace ID
1	1e	IS		0300	Namespace ID
2		ST			Universal ID
3	3e1	ID			Universal ID Type
3	1e	ID		0301	Universal ID Type
:ICD
1	3c0	CWE			Certification Patient Type
1	20	IS			Certification Patient Type
1	18	IS		0150	Certification Patient Type
2	3e0	ID	!		Certification Required
2	18	ID		0136	Certification Required
3	3e0	DTM			Date/Time Certification Required
3	18	TS			Date/Time Certification Required
:JCC
1	3c0	CWE			Job Code
1	21	IS			Job Code
1	1e	IS		0327	Job Code
2	3c0	CWE			Job Class
2	21	IS			Job Class
2	1e	IS		0328	Job Class
3	3f8	TX			Job Description Text
:LA1
1	66	IS			Point of Care
1	18	IS		0302	Point of Care
2	66	IS			Room
2	18	IS		0303	Room
3	66	IS			Bed
3	18	IS		0304	Bed
4	7e	HD			Facility
5	66	IS			Location Status
5	18	IS		0306	Location Status
6	60	IS			Patient Location Type
6	18	IS		0305	Patient Location Type
6	6	IS			Person Location Type
7	66	IS			Building
7	18	IS		0307	Building
8	66	IS			Floor
8	18	IS		0308	Floor
9	7e	AD			Address
:LA2
1	66	IS			Point of Care
1	18	IS		0302	Point of Care
2	66	IS			Room
2	18	IS		0303	Room
3	66	IS			Bed
3	18	IS		0304	Bed
4	7e	HD			Facility
5	66	IS			Location Status
5	18	IS		0306	Location Status
6	60	IS			Patient Location Type
6	18	IS		0305	Patient Location Type
6	6	IS			Person Location Type
7	66	IS			Building
7	18	IS		0307	Building
8	66	IS			Floor
8	18	IS		0308	Floor
9	7e	ST			Street Address
10	7e	ST			Other Designation
11	7e	ST			City
12	7e	ST			State or Province
13	7e	ST			Zip or Postal Code
14	66	ID			Country
14	18	ID		0399	Country
15	66	ID			Address Type
15	18	ID		0190	Address Type
16	7e	ST			Other Geographic Designation
:MO
1		NM			Quantity
2		ID			Denomination
:MOC
1	3f8	MO			Monetary Amount
1	6	MO			Dollar Amount
2	3e0	CWE			Charge Code
2	1e	CE			Charge Code
:MOP
1	3e0	ID	!		Money or Percentage Indicator
1	18	ID		0148	Money or Percentage Indicator
1	6	IS			Money or Percentage Indicator
2	3e0	NM	!		Money or Percentage Quantity
2	1e	NM			Money or Percentage Quantity
3	3c0	ID			Monetary Denomination
3	38	ID			Currency Denomination
:MSG
1	3e0	ID	!		Message Code
1	18	ID		0076	Message Code
1	6	ID			Message Type
2	3e0	ID	!		Trigger Event
2	18	ID		0003	Trigger Event
2	6	ID			Trigger Event
3	3e0	ID	!		Message Structure
3	18	ID		0354	Message Structure
3	6	ID			Message Structure
:NA
1	3dc	NM			VALUE1
1	20	NM	!		VALUE1
2	3fc	NM			VALUE2
3	3fc	NM			VALUE3
4	3fc	NM			VALUE4
:NDL
1	3fe	CNN			Name
2	3e0	DTM			Start Date/Time
2	1e	TS			Start Date/Time
3	3e0	DTM			End Date/Time
3	1e	TS			End Date/Time
4	3e6	IS			Point of Care
4	18	IS		0302	Point of Care
5	3e6	IS			Room
5	18	IS		0303	Room
6	3e6	IS			Bed
6	18	IS		0304	Bed
7	3fe	HD			Facility
8	3e6	IS			Location Status
8	18	IS		0306	Location Status
9	3e0	IS			Patient Location Type
9	18	IS		0305	Patient Location Type
9	6	IS			Person Location Type
10	3e6	IS			Building
10	18	IS		0307	Building
11	3e6	IS			Floor
11	18	IS		0308	Floor
:NR
1	3fe	NM			Low Value
2	3fe	NM			High Value
:OCD
1	3e0	CNE	!		Occurrence Code
1	18	CNE		0350	Occurrence Code
1	4	IS			Occurrence Code
1	2	ID			Occurrence Code
2	3e0	DT	!		Occurrence Date
2	1e	DT			Occurrence Date
:OG
1	200	ST			Original Sub Identifier
2	200	NM			Group
3	200	NM			Sequence
4	200	ST			Identifier
:OSD
1	20	ID	!		Sequence Results Flag
1	18	ID		0524	Sequence Results Flag
1	6	ID			Sequence Results Flag
2	20	ST	!		Placer Order Number Entity Identifier
2	1e	ST			Placer Order Number Entity Identifier
3	26	IS			Placer Order Number Namespace ID
3	18	IS		0363	Placer Order Number Namespace ID
4	20	ST	!		Filler Order Number Entity Identifier
4	1e	ST			Filler Order Number Entity Identifier
5	26	IS			Filler Order Number Namespace ID
5	18	IS		0363	Filler Order Number Namespace ID
6	3e	ST			Sequence Condition Value
7	3e	NM			Maximum Number of Repeats
8	20	ST	!		Placer Order Number Universal ID
8	1e	ST			Placer Order Number Universal ID
9	26	ID			Placer Order Number Universal ID Type
9	18	ID		0301	Placer Order Number Universal ID Type
10	20	ST	!		Filler Order Number Universal ID
10	1e	ST			Filler Order Number Universal ID
11	26	ID			Filler Order Number Universal ID Type
11	18	ID		0301	Filler Order Number Universal ID Type
:OSP
1	3e0	CNE	!		Occurrence Span Code
1	18	CNE		0351	Occurrence Span Code
1	6	CE			Occurrence Span Code
2	3fe	DT			Occurrence Span Start Date
3	3fe	DT			Occurrence Span Stop Date
:PCF
1	6	IS			Pre Certification Patient Type
2	6	ID			Pre Certification Required
3	6	TS			Pre Certification Window
:PI
1	6	ST			ID Number
2	6	IS			Type of ID Number
3	6	ST			Other Qualifying Info
:PIP
1	3e0	CWE	!		Privilege
1	18	CE		0525	Privilege
1	6	CE			Privilege
2	3e0	CWE			Privilege Class
2	18	CE		0526	Privilege Class
2	6	CE			Privilege Class
3	3fe	DT			Expiration Date
4	3fe	DT			Activation Date
5	3fe	EI			Facility
:PL
1	3c0	HD			Point of Care
1	26	IS			Point of Care
1	18	IS		0302	Point of Care
1	1	ID			Point of Care ID
2	3c0	HD			Room
2	27	IS			Room
2	18	IS		0303	Room
3	3c0	HD			Bed
3	27	IS			Bed
3	18	IS		0304	Bed
4	3fb	HD			Facility
4	4	HD		0300	Facility
5	3e7	IS			Location Status
5	18	IS		0306	Location Status
6	3e7	IS			Person Location Type
6	18	IS		0305	Person Location Type
7	3c0	HD			Building
7	27	IS			Building
7	18	IS		0307	Building
8	3c0	HD			Floor
8	26	IS			Floor
8	18	IS		0308	Floor
8	1	ST			Floor
9	3fe	ST			Location Description
9	1	ST			Location Type
10	3f8	EI			Comprehensive Location Identifier
11	3f8	HD			Assigning Authority for Location
:PLN
1	3e0	ST	!		ID Number
1	1e	ST			ID Number
2	3c0	CWE	!		Type of ID Number
2	20	IS	!		Type of ID Number
2	18	IS		0338	Type of ID Number
2	6	IS			Type of ID Number
3	3f8	ST			State Other Qualifying Information
3	6	ST			State Other Qualifying Info
4	3fe	DT			Expiration Date
:PPN
1	3c0	ST			Person Identifier
1	3f	ST			ID Number
2	3fc	FN			Family Name
2	2	FN			Family Last Name
2	1	ST			Family Name
3		ST			Given Name
4	3fc	ST			Second and Further Given Names or Initials Thereof
4	3	ST			Middle Initial or Name
5		ST			Suffix e.g. Jr or III
6		ST			Prefix e.g. Dr
7	3c0	WD	0-0		Degree e.g. MD
7	26	IS			Degree e.g. MD
7	18	IS		0360	Degree e.g. MD
7	1	ST			Degree e.g. MD
8	3c0	CWE			Source Table
8	26	IS			Source Table
8	18	IS		0297	Source Table
8	1	ID			Source Table
9	3e3	HD			Assigning Authority
9	1c	HD		0363	Assigning Authority
10	3e7	ID			Name Type Code
10	18	ID		0200	Name Type Code
11		ST			Identifier Check Digit
12	3e0	ID			Check Digit Scheme
12	18	ID		0061	Check Digit Scheme
12	7	ID			Code Identifying the Check Digit Scheme Employed
13	3e0	ID			Identifier Type Code
13	18	ID		0203	Identifier Type Code
13	7	IS			Identifier Type Code
14		HD			Assigning Facility
15	3e0	DTM			Date/Time Action Performed
15	1f	TS			Date/Time Action Performed
16	3e6	ID			Name Representation Code
16	18	ID		0465	Name Representation Code
17	3e0	CWE			Name Context
17	18	CE		0448	Name Context
17	4	CE			Name Context
18	3c0	WD	0-0		Name Validity Range
18	20	DR			Name Validity Range
18	1c	DR_SIMPLE			Name Validity Range
19	3e4	ID			Name Assembly Order
19	18	ID		0444	Name Assembly Order
20	3e0	DTM			Effective Date
20	18	TS			Effective Date
21	3e0	DTM			Expiration Date
21	18	TS			Expiration Date
22	3f8	ST			Professional Suffix
23	3f8	CWE			Assigning Jurisdiction
24	3f8	CWE			Assigning Agency or Department
25	3c0	ST			Security Check
26	3c0	ID			Security Check Scheme
:PRL
1	3e0	CWE	!		Parent Observation Identifier
1	18	CE			Parent Observation Identifier
1	6	CE			Obx 3 Observation Identifier of Parent Result
2	200	OG			Parent Observation Sub Identifier
2	1f8	ST			Parent Observation Sub Identifier
2	6	ST			Obx 4 Sub ID of Parent Result
3	3f8	TX			Parent Observation Value Descriptor
3	6	TX			Part of Obx 5 Observation Result from Parent
:PT
1	3c0	ID	!		Processing ID
1	26	ID			Processing ID
1	18	ID		0103	Processing ID
1	1	ST			Processing ID
2	3e6	ID			Processing Mode
2	18	ID		0207	Processing Mode
2	1	ST			Processing Mode
:PTA
1	3c0	CWE	!		Policy Type
1	20	IS	!		Policy Type
1	18	IS		0147	Policy Type
1	6	IS			Policy Type
2	3c0	CWE			Amount Class
2	26	IS			Amount Class
2	18	IS		0193	Amount Class
3	3c0	WD	0-0		Money or Percentage Quantity
3	38	NM			Money or Percentage Quantity
3	6	NM			Amount
4	3e0	MOP	!		Money or Percentage
4	18	MOP			Money or Percentage
:QIP
1	1c	ST			Segment Field Name
1	3	ST			Field Name
2	18	ST			Values
2	7	ST			VALUE1 VALUE2 VALUE3
:QSC
1	1e	ST			Segment Field Name
1	1	ST			Name of Field
2	18	ID		0209	Relational Operator
2	7	ID			Relational Operator
3	1f	ST			Value
4	18	ID		0210	Relational Conjunction
4	7	ID			Relational Conjunction
:RCD
1	3fe	ST			Segment Field Name
1	1	ST			HL7 Item Number
2	3e0	ID			HL7 Data Type
2	18	ID		0440	HL7 Data Type
2	7	ST			HL7 Date Type
3		NM			Maximum Column Width
:RFR
1	3e0	NR	!		Numeric Range
1	1e	NR			Numeric Range
2	3c0	CWE			Administrative Sex
2	26	IS			Administrative Sex
2	18	IS		0001	Administrative Sex
3	3fe	NR			Age Range
4	3fa	NR			Gestational Age Range
4	4	NR			Gestational Range
5	3f8	ST			Species
5	6	TX			Species
6	3fe	ST			Race Subspecies
7	3fe	TX			Conditions
:RI
1	3c0	CWE			Repeat Pattern
1	27	IS			Repeat Pattern
1	18	IS		0335	Repeat Pattern
2		ST			Explicit Time Interval
:RMC
1	3c0	CWE	!		Room Type
1	20	IS	!		Room Type
1	18	IS		0145	Room Type
1	6	IS			Room Type
2	3c0	CWE			Amount Type
2	26	IS			Amount Type
2	18	IS		0146	Amount Type
3	3c0	WD	0-0		Coverage Amount
3	3e	NM			Coverage Amount
4	3e0	MOP	!		Money or Percentage
4	18	MOP			Money or Percentage
:RPT
1	3e0	CWE	!		Repeat Pattern Code
1	18	CWE		0335	Repeat Pattern Code
2	3e0	ID			Calendar Alignment
2	18	ID		0527	Calendar Alignment
3	3f8	NM			Phase Range Begin Value
4	3f8	NM			Phase Range End Value
5	3f8	NM			Period Quantity
6	3c0	CWE			Period Units
6	38	IS			Period Units
7	3e0	ID			Institution Specified Time
7	18	ID		0136	Institution Specified Time
8	3e0	ID			Event
8	18	ID		0528	Event
9	3f8	NM			Event Offset Quantity
10	3c0	CWE			Event Offset Units
10	38	IS			Event Offset Units
11	3f8	GTS			General Timing Specification
:SAD
1	3fc	ST			Street or Mailing Address
2	3fc	ST			Street Name
3	3fc	ST			Dwelling Number
:SCV
1	3f8	CWE			Parameter Class
1	7	IS			Parameter Class
2	3fd	ST			Parameter Value
2	2	IS			Parameter Value
:SN
1	3fc	ST			Comparator
2	3fc	NM			NUM1
3	3fc	ST			Separator Suffix
4	3fc	NM			NUM2
:SPD
1	3e0	ST	!		Specialty Name
1	1e	ST			Specialty Name
2	3fe	ST			Governing Board
3	3e6	ID			Eligible or Certified
3	18	ID		0337	Eligible or Certified
4	3fe	DT			Date of Certification
:SPS
1	38	CWE			Specimen Source Name or Code
1	6	CE			Specimen Source Name or Code
2	20	CWE			Additives
2	18	CWE		0371	Additives
2	6	TX			Additives
3	38	TX			Specimen Collection Method
3	6	TX			Freetext
4	20	CWE			Body Site
4	18	CWE		0163	Body Site
4	6	CE			Body Site
5	20	CWE			Site Modifier
5	18	CWE		0495	Site Modifier
5	6	CE			Site Modifier
6	38	CWE			Collection Method Modifier Code
6	6	CE			Collection Modifier Method Code
7	20	CWE			Specimen Role
7	18	CWE		0369	Specimen Role
7	6	CE			Specimen Role
:SRT
1	3e0	ST	!		Sort by Field
1	1c	ST			Sort by Field
2	3e4	ID			Sequencing
2	18	ID		0397	Sequencing
:TQ
1	3f	CQ_SIMPLE			Quantity
2	3f	RI			Interval
3	3f	ST			Duration
4	20	DTM			Start Date/Time
4	1f	TS			Start Date/Time
5	20	DTM			End Date/Time
5	1f	TS			End Date/Time
6	3f	ST			Priority
7	3f	ST			Condition
8	3d	TX			Text
8	2	ST			Text
9	20	ID			Conjunction
9	18	ID		0472	Conjunction
9	4	ID			Conjunction Component
9	3	ST			Conjunction
10	3e	OSD			Order Sequencing
10	1	CM_OS			Order Sequencing
11	20	CWE			Occurrence Duration
11	1e	CE			Occurrence Duration
12	38	NM			Total Occurrences
12	6	NM			Total Occurences
:TS
1	18	DTM			Time
1	7	ST			Time of an Event
2	18	ID		0529	Degree of Precision
2	7	ST			Degree of Precision
:UVC
1	3c0	CWE	!		Value Code
1	20	CNE	!		Value Code
1	18	CNE		0153	Value Code
1	6	IS			Value Code
2	3f8	MO			Value Amount
2	6	NM			Value Amount
3	3c0	NM			Non Monetary Value Amount Quantity
4	3c0	CWE			Non Monetary Value Amount Units
:VH
1	3e7	ID			Start Day Range
1	18	ID		0267	Start Day Range
2	3e7	ID			End Day Range
2	18	ID		0267	End Day Range
3		TM			Start Hour Range
4		TM			End Hour Range
:VID
1	3c0	ID	!		Version ID
1	26	ID			Version ID
1	18	ID		0104	Version ID
2	3e0	CWE			Internationalization Code
2	18	CE		0399	Internationalization Code
2	6	CE			Internationalization Code
3	3e0	CWE			International Version ID
3	1e	CE			International Version ID
:VR
1	3e	ST			First Data Code Value
2	38	ST			Last Data Code Value
2	6	ST			Last Data Code Calue
:XAD
1	3fc	SAD			Street Address
1	3	ST			Street Address
2		ST			Other Designation
3		ST			City
4		ST			State or Province
5		ST			Zip or Postal Code
6	3e7	ID			Country
6	18	ID		0399	Country
7	3e7	ID			Address Type
7	18	ID		0190	Address Type
8		ST			Other Geographic Designation
9	3c0	CWE			County Parish Code
9	27	IS			County Parish Code
9	18	IS		0289	County Parish Code
10	3c0	CWE			Census Tract
10	27	IS			Census Tract
10	18	IS		0288	Census Tract
11	3e6	ID			Address Representation Code
11	18	ID		0465	Address Representation Code
12	3c0	WD	0-0		Address Validity Range
12	20	DR			Address Validity Range
12	1c	DR_SIMPLE			Address Validity Range
13	3e0	DTM			Effective Date
13	18	TS			Effective Date
14	3e0	DTM			Expiration Date
14	18	TS			Expiration Date
15	3e0	CWE			Expiration Reason
16	3e0	ID			Temporary Indicator
17	3e0	ID			Bad Address Indicator
18	3e0	ID			Address Usage
19	3e0	ST			Addressee
20	3e0	ST			Comment
21	3e0	NM			Preference Order
22	3e0	CWE			Protection Code
23	3e0	EI			Address Identifier
:XCN
1	3c0	ST			Person Identifier
1	3f	ST			ID Number
2	3fc	FN			Family Name
2	2	FN			Family Last Name
2	1	ST			Family Name
3		ST			Given Name
4	3fc	ST			Second and Further Given Names or Initials Thereof
4	3	ST			Middle Initial or Name
5		ST			Suffix e.g. Jr or III
6		ST			Prefix e.g. Dr
7	3c0	WD	0-0		Degree e.g. MD
7	26	IS			Degree e.g. MD
7	18	IS		0360	Degree e.g. MD
7	1	ST			Degree e.g. MD
8	3c0	CWE			Source Table
8	26	IS			Source Table
8	18	IS		0297	Source Table
8	1	ID			Source Table
9	3e7	HD			Assigning Authority
9	18	HD		0363	Assigning Authority
10	3e6	ID			Name Type Code
10	18	ID		0200	Name Type Code
10	1	ID			Name Type
11		ST			Identifier Check Digit
12	3e0	ID			Check Digit Scheme
12	18	ID		0061	Check Digit Scheme
12	7	ID			Code Identifying the Check Digit Scheme Employed
13	3e0	ID			Identifier Type Code
13	18	ID		0203	Identifier Type Code
13	7	IS			Identifier Type Code
14	3fe	HD			Assigning Facility
14	1	HD			Assigning Facility ID
15	3e6	ID			Name Representation Code
15	18	ID		0465	Name Representation Code
16	3e0	CWE			Name Context
16	18	CE		0448	Name Context
16	4	CE			Name Context
17	3c0	WD	0-0		Name Validity Range
17	20	DR			Name Validity Range
17	1c	DR_SIMPLE			Name Validity Range
18	3e4	ID			Name Assembly Order
18	18	ID		0444	Name Assembly Order
19	3e0	DTM			Effective Date
19	18	TS			Effective Date
20	3e0	DTM			Expiration Date
20	18	TS			Expiration Date
21	3f8	ST			Professional Suffix
22	3f8	CWE			Assigning Jurisdiction
23	3f8	CWE			Assigning Agency or Department
24	3c0	ST			Security Check
25	3c0	ID			Security Check Scheme
:XON
1		ST			Organization Name
2	3c0	CWE			Organization Name Type Code
2	27	IS			Organization Name Type Code
2	18	IS		0204	Organization Name Type Code
3	3c0	WD	0-0		ID Number
3	3f	NM			ID Number
4	380	WD	0-0		Identifier Check Digit
4	60	NM			Identifier Check Digit
4	1e	NM			Check Digit
4	1	ST			Check Digit
5	380	WD	0-0		Check Digit Scheme
5	60	ID			Check Digit Scheme
5	18	ID		0061	Check Digit Scheme
5	7	ID			Code Identifying the Check Digit Scheme Employed
6	3e7	HD			Assigning Authority
6	18	HD		0363	Assigning Authority
7	3e0	ID			Identifier Type Code
7	18	ID		0203	Identifier Type Code
7	7	IS			Identifier Type Code
8	3f8	HD			Assigning Facility
8	7	HD			Assigning Facility ID
9	3e6	ID			Name Representation Code
9	18	ID		0465	Name Representation Code
10	3f8	ST			Organization Identifier
:XPN
1	3fc	FN			Family Name
1	2	FN			Family Last Name
1	1	ST			Family Name
2		ST			Given Name
3	3fc	ST			Second and Further Given Names or Initials Thereof
3	3	ST			Middle Initial or Name
4		ST			Suffix e.g. Jr or III
5		ST			Prefix e.g. Dr
6	380	WD	0-0		Degree e.g. MD
6	40	ST	0-0		Degree
6	26	IS			Degree e.g. MD
6	18	IS		0360	Degree e.g. MD
6	1	ST			Degree e.g. MD
7	3e7	ID			Name Type Code
7	18	ID		0200	Name Type Code
8	3e7	ID			Name Representation Code
8	18	ID		0465	Name Representation Code
9	3e0	CWE			Name Context
9	18	CE		0448	Name Context
9	4	CE			Name Context
10	380	WD	0-0		Name Validity Range
10	40	ST	0-0		Name Validity Range
10	20	DR			Name Validity Range
10	1c	DR_SIMPLE			Name Validity Range
11	3e4	ID			Name Assembly Order
11	18	ID		0444	Name Assembly Order
12	3e0	DTM			Effective Date
12	18	TS			Effective Date
13	3e0	DTM			Expiration Date
13	18	TS			Expiration Date
14	3f8	ST			Professional Suffix
15	3c0	ST			Called by
:XTN
1	3c0	WD	0-0		Telephone Number
1	18	ST			Telephone Number
1	7	TN			999 999 9999 X99999 C Any Text
2	3e7	ID			Telecommunication Use Code
2	18	ID		0201	Telecommunication Use Code
3	3c0	ID	!		Telecommunication Equipment Type
3	20	ID			Telecommunication Equipment Type
3	18	ID		0202	Telecommunication Equipment Type
3	7	ID			Telecommunication Equipment Type ID
4	3e0	ST			Communication Address
4	1f	ST			Email Address
5	3c0	SNM			Country Code
5	3f	NM			Country Code
6	3c0	SNM			Area City Code
6	3f	NM			Area City Code
7	3c0	SNM			Local Number
7	38	NM			Local Number
7	7	NM			Phone Number
8	3c0	SNM			Extension
8	3f	NM			Extension
9		ST			Any Text
10	3f8	ST			Extension Prefix
11	3f8	ST			Speed Dial Code
12	3f8	ST			Unformatted Telephone Number
13	3e0	DTM			Effective Start Date
14	3e0	DTM			Expiration Date
15	3e0	CWE			Expiration Reason
16	3e0	CWE			Protection Code
17	3e0	EI			Shared Telecommunication Identifier
18	3e0	NM			Preference Order
"""#
}
