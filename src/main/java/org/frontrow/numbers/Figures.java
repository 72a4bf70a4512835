package org.frontrow.numbers;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.frontrow.numbers.Counting.Payment;
import org.frontrow.numbers.Numbers.Totals;
import org.frontrow.platform.Money;
import org.jspecify.annotations.Nullable;

/** The numbers of one show or of several together, as they are told. */
@Schema(name = "Figures")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figures(
        @Schema(description = "All there are; always those sold, held, free and blocked together", examples = "312")
        long seats,

        @Schema(description = "That are booked now, complimentary ones too", examples = "240")
        long sold,

        @Schema(description = "In a hold that is not over", examples = "4")
        long held,

        @Schema(description = "For sale, and nobody's", examples = "66")
        long free,

        @Schema(description = "Not for sale", examples = "2")
        long blocked,

        @Schema(
                nullable = true,
                type = SchemaType.NUMBER,
                description =
                        "Of the seats that are not blocked, what part is sold; four decimals. Absent if there is none",
                examples = "0.7742")
        @Nullable
        BigDecimal occupancy,

        @Schema(
                description =
                        "What the bookings that are confirmed now cost, by currency; complimentary ones cost nothing")
        List<Amount> revenue,

        @Schema(description = "That are confirmed now", examples = "101")
        long bookings,

        @Schema(description = "That were given back", examples = "7")
        long cancelledBookings,

        @Schema(description = "That the house took back because it cancelled the show", examples = "0")
        long withdrawnBookings,

        @Schema(
                description =
                        "How often somebody held a seat: an uninterrupted hold of one seat by one account is one, "
                                + "however often it is extended. Always those held now, converted, released and expired together",
                examples = "391")
        long holds,

        @Schema(description = "Holds that became part of a booking", examples = "250")
        long convertedHolds,

        @Schema(
                description = "Holds that were given back; also what the counter kept in its own name and then sold",
                examples = "40")
        long releasedHolds,

        @Schema(description = "Holds that ran out", examples = "97")
        long expiredHolds,

        @Schema(
                nullable = true,
                type = SchemaType.NUMBER,
                description = "Of the holds that have ended, what part became bookings. Absent if none has ended",
                examples = "0.6460")
        @Nullable
        BigDecimal conversion,

        @Schema(
                nullable = true,
                type = SchemaType.NUMBER,
                description = "Of the holds that have ended, what part ran out. Absent if none has ended",
                examples = "0.2506")
        @Nullable
        BigDecimal expiryRate,

        @Schema(
                nullable = true,
                type = SchemaType.NUMBER,
                description =
                        "How often a seat that is not blocked was taken on average: held, or sold without a hold before. "
                                + "Absent if there is no such seat",
                examples = "1.2613")
        @Nullable
        BigDecimal demand) {

    static Figures of(Totals totals) {
        var count = totals.count();
        return new Figures(
                count.seats(),
                count.sold(),
                count.held(),
                count.free(),
                count.blocked(),
                count.occupancy(),
                Amount.of(totals.revenue()),
                count.bookings(),
                count.cancelledBookings(),
                count.withdrawnBookings(),
                count.holds(),
                count.converted(),
                count.released(),
                count.expired(),
                count.conversion(),
                count.expiryRate(),
                count.demand());
    }

    @Schema(name = "Amount")
    public record Amount(
            @Schema(description = "ISO 4217", examples = "EUR")
            String currency,

            @Schema(description = "With two decimals", examples = "2975.00")
            String amount) {
        static List<Amount> of(Map<String, BigDecimal> amounts) {
            return amounts.entrySet().stream()
                    .map(it -> new Amount(it.getKey(), Money.text(it.getValue())))
                    .sorted(Comparator.comparing(Amount::currency))
                    .toList();
        }
    }

    @Schema(name = "PaymentFigures")
    public record PaymentFigures(
            @Schema(
                    description = "How it was paid",
                    enumeration = {"ONLINE", "CASH", "COMP"},
                    examples = "ONLINE")
            String payment,

            @Schema(description = "ISO 4217", examples = "EUR")
            String currency,

            @Schema(description = "That are confirmed now", examples = "101")
            long bookings,

            @Schema(description = "That are booked with them now", examples = "240")
            long seats,

            @Schema(description = "With two decimals", examples = "2975.00")
            String revenue) {
        static List<PaymentFigures> of(List<Payment> payments) {
            return payments.stream()
                    .map(it -> new PaymentFigures(
                            it.payment(), it.currency(), it.bookings(), it.seats(), Money.text(it.revenue())))
                    .toList();
        }
    }
}
