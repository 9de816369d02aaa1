// Copyright (c) Example. All rights reserved.
// Licensed under the MIT licence. See LICENSE in the project root for details.
// Nobody reads this twice.

namespace Shop;

/// <summary>
/// A price, in the currency of the shop. It never is less than nothing.
/// </summary>
/// <remarks>Rounded half up, e.g. to whole cents.</remarks>
public sealed class Price
{
    /// <summary>Adds e.g. a fee or
    /// a tip to <see cref="Amount"/>. Never throws.</summary>
    /// <param name="more">How much. More than nothing.</param>
    /// <returns>This one.</returns>
    public Price Add(decimal more)
    {
        Amount += more;
        return this;
    }

    /// <inheritdoc cref="object.ToString"/>
    public override string ToString() => Amount.ToString("F2", null);

    /**
     * <summary>What it is. In cents.</summary>
     */
    public decimal Amount { get; private set; }

    /// <param name="amount">Only this.</param>
    public Price(decimal amount) { Amount = amount; }

    //// no documentation. At all.
    // An ordinary comment. It stays whole.
    /// First words without a tag, v1.5 of them? Second sentence.
    private int _first;

    /// <summary>

    /// </summary>
    private int _empty;

    [Obsolete("use Add. Really.")]
    /// <summary>Between attribute and declaration. Not documentation to a compiler.</summary>
    private string _text = "/// <summary>no. comment</summary>";
}
