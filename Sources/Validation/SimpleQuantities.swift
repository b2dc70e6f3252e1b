import FHIR
import Tree

/// Elements whose quantities have no comparator (R4's profile SimpleQuantity, invariant sqty-1).
enum SimpleQuantities {
    /// By owner and name, a choice's without its type.
    static let elements: Set<String> = Set(
        """
        ActivityDefinition.quantity CarePlan.activity.detail.dailyAmount CarePlan.activity.detail.quantity Claim.item.quantity
        Claim.item.detail.quantity Claim.item.detail.subDetail.quantity ClaimResponse.addItem.quantity
        CoverageEligibilityRequest.item.quantity Dosage.maxDosePerAdministration Dosage.maxDosePerLifetime
        Dosage.doseAndRate.dose Dosage.doseAndRate.rate ExplanationOfBenefit.item.quantity Immunization.doseQuantity
        MedicationAdministration.dosage.dose MedicationAdministration.dosage.rate MedicationDispense.daysSupply
        MedicationDispense.quantity MedicationRequest.dispenseRequest.initialFill.quantity
        MedicationRequest.dispenseRequest.quantity NutritionOrder.enteralFormula.administration.quantity
        NutritionOrder.enteralFormula.administration.rate NutritionOrder.enteralFormula.caloricDensity
        NutritionOrder.enteralFormula.maxVolumeToDeliver NutritionOrder.oralDiet.nutrient.amount
        NutritionOrder.supplement.quantity Observation.referenceRange.high Observation.referenceRange.low Range.high Range.low
        SampledData.origin Specimen.collection.quantity Specimen.container.capacity Specimen.container.specimenQuantity
        Substance.instance.quantity SupplyDelivery.suppliedItem.quantity VisionPrescription.lensSpecification.duration
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}

extension Examination {
    mutating func comparator(at quantity: Tree.ID) {
        guard let place = child("comparator", of: quantity), let parent = tree.parent(of: quantity) else { return }
        if SimpleQuantities.elements.contains("\(typeName(of: parent)).\(elementName(of: quantity))") {
            report("sqty-1", "the comparator is not used on a SimpleQuantity", at: place)
        }
    }
}
