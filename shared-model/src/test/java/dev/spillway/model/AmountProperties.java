package dev.spillway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What {@link Amount} reads, refuses and writes. */
class AmountProperties {

  @Property
  void what_is_written_reads_as_the_same_amount(
      @ForAll("units") BigInteger units, @ForAll("assets") Asset asset) {
    Amount amount = new Amount(units);

    // An asset with many decimals has no room for 38 digits and a leading zero as well.
    String text = amount.format(asset);

    assertThat(new BigDecimal(text).movePointRight(asset.scale()).toBigIntegerExact())
        .isEqualTo(units);
    assertThat(Amount.parse(text, asset)).isEqualTo(amount);
  }

  @Property
  void the_text_always_has_all_the_decimals_of_the_asset(
      @ForAll("units") BigInteger units, @ForAll("assets") Asset asset) {
    String text = new Amount(units).format(asset);

    assertThat(text)
        .matches(
            "(0|[1-9][0-9]*)"
                + (asset.scale() == 0 ? "" : "\\.[0-9]{%d}".formatted(asset.scale())));
  }

  @Property
  void trailing_zeros_mean_nothing(
      @ForAll("units") BigInteger units, @ForAll("assets") Asset asset) {
    String text = new Amount(units).format(asset);
    String shorter = text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;

    assertThat(Amount.parse(shorter, asset)).isEqualTo(new Amount(units));
  }

  @Property
  void one_decimal_too_many_is_refused(
      @ForAll("units") BigInteger units, @ForAll("assets") Asset asset) {
    String text = new Amount(units).format(asset) + (asset.scale() == 0 ? ".0" : "0");

    assertThatThrownBy(() -> Amount.parse(text, asset)).isInstanceOf(InvalidAmountException.class);
  }

  @Property
  void any_text_is_an_amount_or_refused_and_nothing_else_happens(
      @ForAll("texts") String text, @ForAll("assets") Asset asset) {
    try {
      Amount amount = Amount.parse(text, asset);

      assertThat(new BigDecimal(amount.format(asset))).isEqualByComparingTo(new BigDecimal(text));
      assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain("e", "+", "-");
    } catch (InvalidAmountException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  @Property
  void amounts_are_ordered_as_their_units(
      @ForAll("units") BigInteger one, @ForAll("units") BigInteger other) {
    assertThat(new Amount(one).compareTo(new Amount(other))).isEqualTo(one.compareTo(other));
  }

  @Example
  void zero_signs_exponents_and_other_notations_are_refused() {
    Asset usdt = new Asset("USDT", 6, "Tether USD");
    for (String text :
        new String[] {
          "0",
          "0.0",
          "0.000000",
          "-1",
          "+1",
          "1e3",
          "1E3",
          "01",
          "00.1",
          ".5",
          "5.",
          "",
          " ",
          " 1",
          "1 ",
          "1,5",
          "1_000",
          "0x10",
          "NaN",
          "Infinity",
          "１",
          "١",
          "1.5.5",
          "\u0000",
          "1\n"
        }) {
      assertThatThrownBy(() -> Amount.parse(text, usdt))
          .as("amount “%s”", text)
          .isInstanceOf(InvalidAmountException.class);
    }
  }

  @Example
  void thirty_eight_digits_are_stored_and_thirty_nine_refused() {
    Asset whole = new Asset("XX", 0, "Whole units");
    Asset ether = new Asset("ETH", 18, "Ether");
    String most = "9".repeat(38);

    assertThat(Amount.parse(most, whole).units()).isEqualTo(new BigInteger(most));
    assertThat(Amount.parse("9".repeat(20) + "." + "9".repeat(18), ether).units())
        .isEqualTo(new BigInteger(most));
    assertThatThrownBy(() -> Amount.parse("9".repeat(39), whole))
        .isInstanceOf(InvalidAmountException.class);
    assertThatThrownBy(() -> Amount.parse("9".repeat(21) + ".0", ether))
        .isInstanceOf(InvalidAmountException.class);
    assertThatThrownBy(() -> new Amount(Amount.LIMIT)).isInstanceOf(InvalidAmountException.class);
    assertThatThrownBy(() -> new Amount(BigInteger.ZERO))
        .isInstanceOf(InvalidAmountException.class);
  }

  @Example
  void debits_and_empty_balances_are_written_with_all_decimals_too() {
    Asset cad = new Asset("CAD", 2, "Canadian dollar");

    assertThat(Amount.format(BigInteger.valueOf(-150), cad)).isEqualTo("-1.50");
    assertThat(Amount.format(BigInteger.ZERO, cad)).isEqualTo("0.00");
    assertThat(Amount.format(BigInteger.ONE, cad)).isEqualTo("0.01");
  }

  @Provide
  Arbitrary<BigInteger> units() {
    return Arbitraries.bigIntegers().between(BigInteger.ONE, Amount.LIMIT.subtract(BigInteger.ONE));
  }

  @Provide
  Arbitrary<Asset> assets() {
    return Arbitraries.integers()
        .between(0, Asset.MAX_SCALE)
        .map(scale -> new Asset("XYZ", scale, "Test"));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings()
            .withChars("0123456789")
            .withChars('.', '-', '+', 'e', 'E', ' ', '٣')
            .ofMaxLength(45),
        Arbitraries.strings().ofMaxLength(45));
  }
}
