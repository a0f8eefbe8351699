using System.Collections.Frozen;

namespace Screening.Features;

/// <summary>
/// Which way a feature may speak. Only those whose direction a reviewer would defend before a customer are bound: a model then cannot learn from a handful of cases
/// that a refused audit is a good sign. What depends on who is asked, such as sizes and counts, is free.
/// </summary>
internal static class Directions
{
    private static readonly FrozenSet<string> s_rising = FrozenSet.Create(
        StringComparer.Ordinal,
        "route_hub_tier", "destination_control_tier", "route_detour_ratio", "route_returns", "route_stranger_receives", "route_rarity_bits", "order_recipient_changes", "order_change_raises_tier",
        "order_code_mismatch_lines", "route_code_mismatch_legs", "order_controlled_unlicensed_lines", "order_unlicensed_lines_enforced", "order_recipients_of_concern", "order_paid_by_others_share",
        "order_paid_in_cash_or_digital", "order_payment_hub_tier", "order_payment_of_concern", "end_user_accelerator_kw_to_site_kw", "end_user_system_kw_to_machine_kw",
        "end_user_installed_and_ordered_to_site_kw", "end_user_denied", "end_user_states_resale", "end_user_use_disagreement", "end_user_parent_of_concern", "purchaser_parent_of_concern",
        "end_user_missing_facts", "purchaser_missing_facts", "end_user_audit_or_bond_refused_365d", "purchaser_audit_or_bond_refused_365d", "end_user_devices_silent_share",
        "end_user_devices_elsewhere_share", "end_user_devices_at_two_sites", "end_user_devices_dark_after_inspection", "purchaser_holds_released_unproven_365d", "order_holds_released_unproven",
        "purchaser_value_365d_to_assets", "purchaser_value_365d_to_revenue", "purchaser_value_365d_to_equity", "purchaser_value_365d_to_cash", "purchaser_deposits_to_assets",
        "purchaser_assets_growth", "linked_bunching_90d", "linked_kit_across_purchasers", "linked_open_tips", "order_open_tips", "order_tip_weight", "listed_parties_exact",
        "subject_units_unaccounted_share_180d", "end_user_listed_share", "purchaser_listed_share", "consignee_is_forwarding_agent");

    private static readonly FrozenSet<string> s_falling = FrozenSet.Create(
        StringComparer.Ordinal,
        "end_user_age_days", "purchaser_age_days", "consignee_age_days", "end_user_capacity_grade", "end_user_use_agreement", "end_user_resale_ban", "purchaser_statement_audited",
        "linked_hops_to_listed", "linked_hops_to_confirmed", "end_user_address_evidence", "order_has_statement");

    /// <summary>All names that are bound.</summary>
    public static IEnumerable<string> Names => s_rising.Concat(s_falling);

    /// <summary>1 rising, -1 falling, 0 free.</summary>
    public static int Of(string feature) => s_rising.Contains(feature) ? 1 : s_falling.Contains(feature) ? -1 : 0;
}
