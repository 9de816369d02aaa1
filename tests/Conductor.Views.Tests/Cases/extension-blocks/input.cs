public static class Numbers
{
    extension(int number)
    {
        public int Twice()
        {
            return number * 2;
        }

        public bool IsEven => number % 2 == 0 || number == 0;
    }

    extension<T>(IEnumerable<T> source) where T : notnull
    {
        /// <summary>Whether there is none. Counts nothing.</summary>
        public bool IsEmpty() { return !source.Any(); }
    }
}
