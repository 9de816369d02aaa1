class Bag : IEnumerable<int>, ICollection
{
    IEnumerator<int> IEnumerable<int>.GetEnumerator()
    {
        yield return 1;
    }

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException();

    int ICollection.Count
    {
        get { return 1; }
    }

    object IList.this[int index] { get => index; set { } }

    event Action IBag.Emptied { add { } remove { } }

    static Bag IParsable<Bag>.Parse(string text, IFormatProvider? provider) => new();
}
