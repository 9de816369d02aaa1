public class Report
{
    /// <summary>Counts.</summary>
    public int Count()
    {
        return 1;
    }

    /// <summary>
    /// Prints. All of this
    /// stays, as it is shown.
    /// </summary>   
    [Obsolete]
    public string Print(string name)  
    {   
	// A tab, blanks at the ends of lines,   


        // and empty lines stay.
        return $$"""
            /// <summary>No documentation. It is text.</summary>
            // Copyright, too.
              { … }  {{name}}

            """;
    }   // to the end of the line

    public void Other()
    {
        Print("{");
    }
}
